import { defineProject } from '../../tools/testing/vitest-project.js';

export default defineProject('web');
