import { createRequire } from 'node:module';
import { defineProject } from '../../tools/testing/vitest-project.js';

const { resolve } = createRequire(import.meta.url);

// Vite would take the ES modules of graphql while libraries, loaded by Node itself, take its CommonJS ones: two realms.
export default defineProject('graphql', {
  alias: [{ find: /^graphql$/, replacement: resolve('graphql') }],
});
