import { defineConfig } from 'vitest/config';

/** One Vitest configuration for every project: sources instead of builds, native addons in forked processes. */
export function defineProject(name) {
  return defineConfig({
    ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
    resolve: { conditions: ['source'] },
    test: {
      name,
      include: ['src/**/*.test.ts'],
      pool: 'forks',
      maxWorkers: 2,
      testTimeout: 120_000,
      hookTimeout: 120_000,
      reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
    },
  });
}
