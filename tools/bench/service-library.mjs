// The bare library's side of service.mjs: a saved model, pictures in memory, batches of 32.
import { readFileSync } from 'node:fs';
import { fileStorage, loadModel } from '@graft/core';

const [, , storage, prefix, ...files] = process.argv;
const model = await loadModel(fileStorage(/** @type {string} */ (storage)), prefix);
const pictures = files.map((file) => new Uint8Array(readFileSync(file)));
await model.predict(pictures.slice(0, 32));
process.send?.('ready');
process.on('message', async (/** @type {number} */ count) => {
  const startedMs = performance.now();
  for (let done = 0; done < count; done += 32) {
    const batch = Array.from(
      { length: Math.min(32, count - done) },
      (_, i) => pictures[(done + i) % pictures.length],
    );
    await model.predict(/** @type {Uint8Array[]} */ (batch));
  }
  process.send?.(count / ((performance.now() - startedMs) / 1000));
});
