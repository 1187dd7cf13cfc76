import { defineProject } from './testing/vitest-project.js';

export default defineProject('tools', {
  include: ['*.test.mjs', 'bootstrap/*.test.mjs', 'lambda/*.test.mjs'],
});
