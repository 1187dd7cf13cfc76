import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { describeConfig, readConfig } from './config.js';

const model = { GRAFT_MODEL: 's3://bucket/models/pets/3' };

describe('the configuration', () => {
  test('needs nothing but a model', () => {
    expect(readConfig(model)).toMatchObject({
      aliasMs: 30_000,
      corsOrigins: [],
      modelBytes: 512 * 1024 ** 2,
      cacheBytes: 400 * 1024 ** 2,
    });
  });

  test('lists are separated by spaces or commas; the function’s own model may be asked for, too', () => {
    const { models, corsOrigins } = readConfig({
      ...model,
      GRAFT_MODELS: 's3://bucket/models/* cats=s3://bucket#cats@prod',
      GRAFT_CORS_ORIGINS: 'https://a.example,https://b.example',
    });
    expect(models).toHaveLength(3);
    expect(corsOrigins).toEqual(['https://a.example', 'https://b.example']);
  });

  test('models take a quarter of the function’s memory, or what they may', () => {
    expect(readConfig({ ...model, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '3008' }).modelBytes).toBe(
      752 * 1024 ** 2,
    );
    expect(readConfig({ ...model, GRAFT_MODEL_MEMORY_MB: '100' }).modelBytes).toBe(100 * 1024 ** 2);
  });

  test('names every variable that cannot work', () => {
    const wrong = { ...model, GRAFT_ALIAS_SECONDS: 'soon', GRAFT_RESULTS: '/tmp', GRAFT_TMP_MB: '-1' };
    expect(() => readConfig(wrong)).toThrow(/GRAFT_RESULTS.*GRAFT_ALIAS_SECONDS.*GRAFT_TMP_MB/s);
    expect(() => readConfig({})).toThrow(/GRAFT_MODEL: expected a model/);
    expect(() => readConfig({ GRAFT_MODEL: 's3://b#' })).toThrow(/names no model/);
  });

  test('is in the README, every variable with its default', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    for (const { name, fallback } of describeConfig()) {
      expect(readme, name).toMatch(new RegExp(`^\\| \`${name}\` \\|\\s*${fallback ?? '[^|]*'}\\s*\\|`, 'm'));
    }
  });
});
