// `npm run demo:service [-- --distributed] [--data FOLDER] [--url URL]`: the service, asked in plain GraphQL from an
// empty database to a prediction. `--distributed` runs it on PostgreSQL, S3 and two workers; the story is the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap } from '../bootstrap/bootstrap.mjs';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { findData } from './data.mjs';
import { startParts } from './parts.mjs';
import { tellStory } from './story.mjs';

const { values } = parseArgs({
  options: {
    distributed: { type: 'boolean', default: false },
    data: { type: 'string' },
    url: { type: 'string' },
  },
});
process.chdir(process.env.INIT_CWD ?? process.cwd());
await bootstrap();

const folder = mkdtempSync(join(tmpdir(), 'graft-demo-service-'));
const data = values.data ? resolve(values.data) : await findData(repositoryRoot);
const parts = values.url
  ? { url: values.url, stop: async () => {} }
  : await startParts({ folder, distributed: values.distributed, datasetRoot: dirname(data) });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => void parts.stop().finally(() => process.exit(130)));
}
try {
  await tellStory(parts.url, data);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await parts.stop();
  rmSync(folder, { recursive: true, force: true });
}
