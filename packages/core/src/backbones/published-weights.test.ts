import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { shared, sharedTest } from '@graft/testing';
import { expect, test } from 'vitest';
import { mobilenet } from './mobilenet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { findBackbone, listBackbones } from './registry.js';
import { squeezenet } from './squeezenet.js';
import type { WeightsSource } from './types.js';

const KERAS = 'https://storage.googleapis.com/tensorflow/keras-applications';
const V2 = 'mobilenet_v2_weights_tf_dim_ordering_tf_kernels';

test.each(listBackbones())('$title has weights, embedded or published', (backbone) => {
  const source = backbone.weights?.({ inputSize: backbone.defaultInputSize, alpha: 1 });
  if (backbone.embeddedWeights) expect(backbone.embeddedWeights()).toMatch(/\.safetensors$/);
  else expect(source!.url).toBe(new URL(source!.fileName, source!.url).href);
});

// File names: keras/src/applications/mobilenet.py and mobilenet_v2.py, Keras 3.
test.each([
  [mobilenet, 1, 224, `${KERAS}/mobilenet/mobilenet_1_0_224_tf_no_top.h5`],
  [mobilenet, 0.25, 128, `${KERAS}/mobilenet/mobilenet_2_5_128_tf_no_top.h5`],
  [mobilenet, 0.75, 100, `${KERAS}/mobilenet/mobilenet_7_5_224_tf_no_top.h5`],
  [mobilenetV2, 1, 224, `${KERAS}/mobilenet_v2/${V2}_1.0_224_no_top.h5`],
  [mobilenetV2, 0.5, 96, `${KERAS}/mobilenet_v2/${V2}_0.5_96_no_top.h5`],
  [mobilenetV2, 0.35, 100, `${KERAS}/mobilenet_v2/${V2}_0.35_224_no_top.h5`],
  [mobilenetV2, 1.4, 160, `${KERAS}/mobilenet_v2/${V2}_1.4_224_no_top.h5`],
] as const)(
  '$title of alpha %d at %d pixels is the file that Keras takes',
  (backbone, alpha, inputSize, url) => {
    expect(backbone.weights?.({ alpha, inputSize })?.url).toBe(url);
  },
);

// Hashes: `file_hash` in keras/src/applications, Keras 3.15.1.
test.each([
  ['resnet101', 'resnet/resnet101', '88cf7a10940856eca736dc7b7e228a21'],
  ['resnet152', 'resnet/resnet152', 'ee4c566cf9a93f14d82f913c2dc6dd0c'],
  ['resnet50-v2', 'resnet/resnet50v2', 'fac2f116257151a9d068a22e544a4917'],
  ['resnet101-v2', 'resnet/resnet101v2', 'c0ed64b8031c3730f411d2eb4eea35b5'],
  ['resnet152-v2', 'resnet/resnet152v2', 'ed17cf2e0169df9d443503ef94b23b33'],
  ['densenet121', 'densenet/densenet121', '30ee3e1110167f948a6b9946edeeb738'],
  ['densenet169', 'densenet/densenet169', 'b8c4d4c20dd625c148057b9ff1c1176b'],
  ['densenet201', 'densenet/densenet201', 'c13680b51ded0fb44dff2d8f86ac8bb1'],
  ['xception', 'xception/xception', 'b0042744bf5b25fce3cb969f33bebb97'],
])('%s takes the file and the hash that Keras states', (name, path, hex) => {
  const { url, hash } = publishedFor(name);
  expect(url).toBe(`${KERAS}/${path}_weights_tf_dim_ordering_tf_kernels_notop.h5`);
  expect(hash).toEqual({ algorithm: 'md5', hex });
});

test('nobody publishes weights for a width in between', () => {
  expect(mobilenet.weights?.({ alpha: 0.6, inputSize: 224 })).toBeUndefined();
  expect(mobilenetV2.weights?.({ alpha: 0.6, inputSize: 224 })).toBeUndefined();
});

const squeezenetFile = 'weights/squeezenet-1.1/squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5';

sharedTest(test, squeezenetFile, 'SqueezeNet’s hash is that of the published file', () => {
  const hex = createHash('sha256')
    .update(readFileSync(shared(squeezenetFile)))
    .digest('hex');
  expect(squeezenet.weights?.({ alpha: 1, inputSize: 227 })?.hash).toEqual({ algorithm: 'sha256', hex });
});

function publishedFor(name: string): WeightsSource {
  const backbone = findBackbone(name);
  return backbone.weights!({ alpha: 1, inputSize: backbone.defaultInputSize })!;
}
