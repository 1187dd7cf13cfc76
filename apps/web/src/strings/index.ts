/** Every word that the page shows, by view: what a translation would replace. */
export { collect } from './collect.js';
export { common } from './common.js';
export { job } from './job.js';
export { model } from './model.js';
export { models } from './models.js';
export { predict } from './predict.js';
export { shell } from './shell.js';
export { start } from './start.js';
export { train } from './train.js';
export { understand } from './understand.js';
export { use } from './use.js';
