import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { efficientnetLite0 } from '../backbones/efficientnet-lite0.js';
import { mobilenet } from '../backbones/mobilenet.js';
import { squeezenet } from '../backbones/squeezenet.js';
import { PIXEL_SCALINGS, scalePixels } from '../data/preprocessing.js';
import { startEngine } from '../engine/engine.js';
import { createRandom } from '../random.js';
import { chain, drawWeights, relativeDifference } from './compare-with-tfjs.js';
import { exportOnnx } from './export-onnx.js';
import { decodeModel } from './proto/model-proto.js';
import { createSession } from './session.js';

beforeAll(() => startEngine());

function network(...layers: tf.layers.Layer[]): tf.LayersModel {
  const model = chain([9, 8, 3], ...layers);
  drawWeights(model);
  return model;
}

const conv = (padding: 'same' | 'valid', useBias = true) =>
  tf.layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding, useBias });

describe('a network that takes bytes', () => {
  describe.each(Object.values(PIXEL_SCALINGS))('scaled as $mode', (scaling) => {
    test.each([
      ['before a convolution without padding', () => network(conv('valid'))],
      ['before a padding convolution', () => network(conv('same', false))],
      ['before a layer of another kind', () => network(tf.layers.maxPooling2d({ poolSize: 2 }))],
      ['before padding', () => network(tf.layers.zeroPadding2d({ padding: 1 }), conv('valid'))],
    ])('%s, gives what scaled pixels give', async (_, build) => {
      const model = build();
      const random = createRandom('pixels');
      const pixels = Uint8Array.from({ length: 2 * 9 * 8 * 3 }, () => random.integer(256));
      const expected = tf.tidy(() => {
        const scaled = tf.tensor(scalePixels(pixels, scaling), [2, 9, 8, 3]);
        return (model.predict(scaled) as tf.Tensor).dataSync<'float32'>();
      });
      const session = await createSession(await exportOnnx(model, { uint8Input: scaling }));
      expect(session.inputType).toBe('uint8');
      expect(relativeDifference(await session.run(pixels, 2), expected)).toBeLessThan(1e-5);
    });
  });

  test('scales inside the first convolution, and only subtracts the mean where it pads', async () => {
    const operators = async (padding: 'same' | 'valid', mode: 'caffe' | 'lite' | 'none') => {
      const file = await exportOnnx(network(conv(padding)), { uint8Input: PIXEL_SCALINGS[mode] });
      return decodeModel(file).graph.node.map(({ opType }) => opType);
    };
    expect(await operators('valid', 'caffe')).toEqual(['Transpose', 'Cast', 'Conv', 'Transpose']);
    expect(await operators('valid', 'lite')).toEqual(['Transpose', 'Cast', 'Conv', 'Transpose']);
    expect(await operators('same', 'caffe')).toEqual(['Transpose', 'Cast', 'Sub', 'Conv', 'Transpose']);
    expect(await operators('same', 'none')).toEqual(['Transpose', 'Cast', 'Conv', 'Transpose']);
  });

  test.each([efficientnetLite0, mobilenet, squeezenet])(
    '$title gives the same features from bytes as from scaled pixels',
    async ({ build, scaling }) => {
      const model = build({ inputSize: 32, alpha: 1 });
      drawWeights(model);
      const random = createRandom('pixels');
      const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, () => random.integer(256));
      const [floats, bytes] = await Promise.all([
        createSession(await exportOnnx(model)),
        createSession(await exportOnnx(model, { uint8Input: scaling })),
      ]);
      const expected = await floats.run(scalePixels(pixels, scaling), 1);
      expect(relativeDifference(await bytes.run(pixels, 1), expected)).toBeLessThan(1e-4);
      model.dispose();
    },
  );

  test('needs pictures of three channels', async () => {
    const model = chain([9, 8, 1], conv('valid'));
    await expect(exportOnnx(model, { uint8Input: PIXEL_SCALINGS.tf })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      details: { field: 'uint8Input' },
    });
  });
});
