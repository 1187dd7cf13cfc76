import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { repositoryRoot } from './docker-context.js';
import { testApp } from './testing.js';

const infra = join(repositoryRoot, 'infra');
const cdk = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
const files = testApp({ service: 'false' });
afterAll(() => files.remove());

test('`cdk synth` needs no account and no Docker, and asks for nothing to be looked up', async () => {
  const output = join(files.outdir, 'synthesised');
  await promisify(execFile)(
    process.execPath,
    [cdk, 'synth', '--quiet', '--output', output, '-c', `functionZip=${join(files.outdir, 'function.zip')}`],
    {
      cwd: infra,
      // No credentials, no home with any, and no program beside Node on the path.
      env: {
        PATH: dirname(process.execPath),
        HOME: files.outdir,
        AWS_EC2_METADATA_DISABLED: 'true',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CI: 'true',
      },
    },
  );
  const templates = readdirSync(output)
    .filter((name) => name.endsWith('.template.json'))
    .sort();
  expect(templates).toEqual(
    ['function', 'observability', 'service', 'storage'].map((part) => `graft-${part}.template.json`),
  );
  const manifest = JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8'));
  expect(manifest.missing).toBeUndefined();
  expect(manifest.artifacts['graft-service'].environment).toBe('aws://unknown-account/us-east-1');
  const assets = JSON.parse(readFileSync(join(output, 'graft-service.assets.json'), 'utf8'));
  const [image] = Object.values(assets.dockerImages) as {
    source: { directory: string; dockerFile: string };
  }[];
  expect(image?.source.dockerFile).toBe('apps/graphql/Dockerfile');
  const inImage = readdirSync(join(output, image!.source.directory), { recursive: true, encoding: 'utf8' });
  expect(inImage).toContain('apps/cli/src/main.ts');
  expect(inImage.filter((name) => /node_modules|\.git\/|(^|\/)dist\//.test(name))).toEqual([]);
});
