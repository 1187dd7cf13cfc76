import { writeFileSync } from 'node:fs';
import { loadBackbone } from '../../packages/core/dist/backbones/load-backbone.js';
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
