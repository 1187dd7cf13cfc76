import './datasets/change.js';
import './datasets/check.js';
import './datasets/create.js';
import './datasets/latest-jobs.js';
import './datasets/limits.js';
import './datasets/uploads.js';
import './datasets/variations.js';

export { DatasetType } from './datasets/dataset.js';
