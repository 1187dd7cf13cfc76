import { defineConfig } from 'vitest/config';
import { nameWhatHangs } from './name-what-hangs.js';
import './vitest-on-node-20.js';

/**
 * One Vitest configuration for every project: sources instead of builds, native addons in forked processes, and a JSON
 * report that `npm test` adds up.
 *
 * @param {string} name
 * @param {{ include?: string[], alias?: { find: RegExp, replacement: string }[] }} [options]
 */
export function defineProject(name, { include = ['src/**/*.test.ts'], alias = [] } = {}) {
  return defineConfig({
    ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
    resolve: { conditions: ['source'] },
    test: {
      name,
      include,
      alias,
      pool: 'forks',
      maxWorkers: 2,
      // Only against tests that hang: several sessions may share two cores.
      testTimeout: 300_000,
      hookTimeout: 300_000,
      reporters: ['default', ['json', { outputFile: 'test-results.json' }], nameWhatHangs()],
    },
  });
}
