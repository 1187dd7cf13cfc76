import { setTimeout as sleep } from 'node:timers/promises';
import { buildFunction } from './build-function.mjs';
import { fromBuild } from './from-build.mjs';
import { median } from './measure-cold.mjs';
import { trainSmallModel } from './model.mjs';
import { startSandbox } from './sandbox.mjs';
import { uploadModel } from './upload-model.mjs';

/**
 * Many models of one frozen part on one warm function: what the first costs, what each further one adds, and how long it
 * takes to change from one to another, loaded or not.
 *
 * @param {{ models: number, memoryMb: number }} options
 */
export async function measureModels({ models, memoryMb }) {
  const { zip } = await buildFunction(process.arch === 'arm64' ? 'arm64' : 'x64');
  const { startS3 } = await fromBuild('tools/testing', 'services/index.js');
  const { s3Storage } = await fromBuild('packages/storage-s3', 'index.js');
  const trained = await trainSmallModel();
  const s3 = await startS3();
  const names = Array.from({ length: models }, (_, i) => `tenant-${i}/1`);
  try {
    for (const name of names) await uploadModel(trained.folder, s3Storage(s3), `models/${name}`);
    const sandbox = await startSandbox({
      zip,
      memoryMb,
      // Without its cache of files: every model comes from S3 whole, whether or not another one has the same head.
      env: {
        ...s3.env,
        GRAFT_TMP_MB: '0',
        GRAFT_MODELS: `s3://${s3.bucket}/models/*`,
        POWERTOOLS_LOG_LEVEL: 'WARN',
      },
    });
    try {
      const image = Buffer.from(/** @type {Uint8Array} */ (trained.pictures[0])).toString('base64');
      const ask = async (/** @type {string} */ model) => {
        const { kind, ms, body } = await sandbox.invoke({ image, model });
        if (kind === 'error') throw new Error(JSON.stringify(body));
        return ms;
      };
      await sandbox.ready;
      const [first, ...others] = names;
      const firstMs = await ask(/** @type {string} */ (first));
      for (let i = 0; i < 20; i++) await ask(/** @type {string} */ (first));
      const sameMs = [];
      for (let i = 0; i < 50; i++) sameMs.push(await ask(/** @type {string} */ (first)));
      await sleep(500);
      const oneBytes = sandbox.ownBytes();
      const loadMs = [];
      for (const name of others) loadMs.push(await ask(name));
      await sleep(500);
      const allBytes = sandbox.ownBytes();
      const switchMs = [];
      for (const name of names) switchMs.push(await ask(name));
      return {
        node: `Node ${process.versions.node}`,
        models,
        memoryMb,
        firstCallMs: firstMs,
        sameModelMs: median(sameMs),
        firstUseOfAnotherMs: median(loadMs),
        switchMs: median(switchMs),
        ownMb: {
          oneModel: oneBytes / 1e6,
          allModels: allBytes / 1e6,
          perFurtherModel: (allBytes - oneBytes) / 1e6 / (models - 1),
        },
        peakMb: sandbox.peakBytes() / 1e6,
      };
    } finally {
      await sandbox.stop();
    }
  } finally {
    await s3.stop();
    trained.remove();
  }
}
