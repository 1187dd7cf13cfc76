import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { repositoryRoot } from './docker-context.js';
import { optionsSchema, readOptions } from './options.js';

const read = (context: Record<string, unknown>) => readOptions(new App({ context }).node);

test('nothing has to be said, and text from the command line is read as what it means', () => {
  expect(read({})).toMatchObject({ name: 'graft', function: true, maxWorkers: 4, corsOrigins: [] });
  const options = read({
    queue: 'true',
    service: 'false',
    maxWorkers: '9',
    corsOrigins: 'https://a https://b',
    model: '',
  });
  expect(options).toMatchObject({
    queue: true,
    service: false,
    maxWorkers: 9,
    corsOrigins: ['https://a', 'https://b'],
  });
  expect(options).not.toHaveProperty('model');
});

test('every option that cannot work is named at once, also one that does not exist', () => {
  const context = { maxWorkers: 'many', functionMemoryMb: '128', certificateArn: 'x', modell: 'pets@prod' };
  expect(() => read(context)).toThrow(/maxWorkers[\s\S]*README/);
  for (const name of Object.keys(context)) expect(() => read(context)).toThrow(name);
});

test.each([
  [{ domainName: 'graft.example' }, 'certificateArn'],
  [{ jwksUrl: 'https://issuer.example' }, 'go together'],
  [{ minWorkers: '5' }, 'maxWorkers'],
  [{ service: 'false', function: 'false' }, 'nothing to deploy'],
  [{ picturesPrefix: 'graft/models/' }, "Graft's own"],
  [{ model: 'pets' }, 'name@alias'],
  [{ serverCpu: '1000' }, '1024'],
])('what does not go together is refused: %o', (context, reason) => {
  expect(() => read(context)).toThrow(reason);
});

test('README.md lists every option with its default', () => {
  const readme = readFileSync(join(repositoryRoot, 'infra', 'README.md'), 'utf8');
  const defaults = optionsSchema.parse({ region: 'us-east-1' }) as Record<string, unknown>;
  for (const name of Object.keys(optionsSchema.shape)) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row, name).toBeDefined();
    const value = defaults[name];
    const isSet = value !== undefined && !(Array.isArray(value) && value.length === 0);
    if (isSet && name !== 'region') expect(row).toContain(`| ${value} |`);
  }
});
