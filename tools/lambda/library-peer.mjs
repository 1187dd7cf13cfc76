// Answers pictures with the library, in a process of its own: what a warm function is compared with.
import { fromBuild } from './from-build.mjs';

const { loadModel } = await fromBuild('packages/core', 'prediction/index.js');
const model = await loadModel(process.argv[2]);
process.on('message', async (/** @type {{ image: string }} */ { image }) => {
  const picture = new Uint8Array(Buffer.from(image, 'base64'));
  const started = performance.now();
  const [predictions] = await model.predict([picture]);
  process.send?.({ ms: performance.now() - started, predictions });
});
process.send?.('ready');
