import { writeFileSync } from 'node:fs';
import { loadBackbone } from '../../packages/core/dist/backbones/load-backbone.js';
import { toKeras } from '../../packages/core/dist/export/to-keras.js';
import { cacheFolder } from '../../packages/core/dist/index.js';
import { withPooling } from '../../packages/core/dist/network/with-layers.js';
import { exportOnnx } from '../../packages/core/dist/onnx/export-onnx.js';

/** The backbone with average pooling as an ONNX file, float32 pixels in. */
export async function exportNetwork(name, weights) {
  const path = cacheFolder('bench', `${name}.onnx`);
  const { model } = await loadBackbone({ name, weights });
  writeFileSync(path, await exportOnnx(withPooling(model, 'average')));
  model.dispose();
  return path;
}

/** A backbone with its own weights as a file that Keras opens, for those that Keras does not build. */
export async function exportForKeras(name) {
  const path = cacheFolder('bench', `${name}.keras`);
  const { model } = await loadBackbone({ name });
  const facts = { id: name, labels: [], graft: '' };
  writeFileSync(path, (await toKeras(model, facts)).get('model.keras'));
  model.dispose();
  return path;
}
