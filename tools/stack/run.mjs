// Started by main.mjs; runs until its parent disconnects, in whatever way that ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { say } from '../bootstrap/say.mjs';
import { findData } from '../demo-service/data.mjs';
import { startParts } from '../demo-service/parts.mjs';
import { startFunction } from './function-process.mjs';
import { instructions } from './instructions.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    'function-port': { type: 'string', default: '4001' },
    model: { type: 'string' },
    data: { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'graft-stack-'));
/** @type {(() => Promise<void>)[]} */
const stops = [async () => rmSync(folder, { recursive: true, force: true })];
const parentGone = new Promise((done) => process.once('disconnect', done));
try {
  const data = values.data ? resolve(values.data) : await findData(repositoryRoot);
  const parts = await startParts({
    folder,
    distributed: true,
    datasetRoot: dirname(data),
    port: Number(values.port),
  });
  stops.push(parts.stop);
  const { postgres, s3, storage } = /** @type {import('../demo-service/parts.mjs').Backing} */ (
    parts.backing
  );
  say('starting the function');
  const predictions = await startFunction({
    port: Number(values['function-port']),
    env: {
      ...s3.env,
      GRAFT_S3_ENDPOINT: s3.endpoint,
      ...(values.model && { GRAFT_MODEL: `${storage}#${values.model}` }),
      GRAFT_MODELS: `${storage}#*@prod`,
      GRAFT_ALIAS_SECONDS: '5',
      GRAFT_TMP: join(folder, 'function'),
    },
  });
  stops.push(predictions.stop);
  console.log(
    instructions({ graphql: parts.url, predictions: predictions.url, postgres, s3, storage, data }),
  );
  await parentGone;
  say('stopping');
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  for (const stop of stops.reverse()) await stop();
  if (process.connected) process.disconnect();
}
