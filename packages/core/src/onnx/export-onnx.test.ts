import { goldenInput, goldenWeight } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { efficientnetLite0 } from '../backbones/efficientnet-lite0.js';
import { mobilenet } from '../backbones/mobilenet.js';
import { mobilenetV2 } from '../backbones/mobilenet-v2.js';
import { resnet50 } from '../backbones/resnet50.js';
import { squeezenet } from '../backbones/squeezenet.js';
import { vgg16, vgg19 } from '../backbones/vgg.js';
import { startEngine } from '../engine/engine.js';
import { weightsOf } from '../network/weights.js';
import { exportOnnx } from './export-onnx.js';
import { createSession } from './session.js';

beforeAll(() => startEngine());

describe('a backbone in ONNX', () => {
  test.each([vgg16, vgg19, mobilenet, mobilenetV2, resnet50, squeezenet, efficientnetLite0])(
    '$title gives the features of tfjs to 1e-4',
    async ({ build }) => {
      const inputSize = 96;
      const model = build({ inputSize, alpha: 1 });
      for (const { name, shape, variable } of weightsOf(model)) {
        variable.assign(tf.tensor(goldenWeight(name, shape), shape as number[]));
      }
      const pictures = goldenInput(inputSize);
      const expected = (
        model.predict(tf.tensor(pictures, [1, inputSize, inputSize, 3])) as tf.Tensor
      ).dataSync<'float32'>();
      const session = await createSession(await exportOnnx(model));
      const received = await session.run(pictures, 1);
      expect(received.length).toBe(expected.length);
      const scale = expected.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
      const worst = expected.reduce((max, x, i) => Math.max(max, Math.abs(x - received[i]!)), 0);
      expect(worst / scale).toBeLessThan(1e-4);
      await session.dispose();
    },
  );
});
