import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shared, sharedTest } from '@graft/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { imageDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { exportModel } from '../export/export-model.js';
import { createSession } from '../onnx/session.js';
import { loadModel } from '../prediction/load-model.js';
import { fileStorage } from '../storage/file-storage.js';
import { fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import type { TrainOptions } from './types.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-own-'));
const ONNX = 'goldens/weight-files/mobilenet_025_64.onnx';
const KERAS = 'goldens/weight-files/mobilenet_025_64.keras';
const TEACHABLE_MACHINE = 'weights/mobilenet-v2-035/teachable-machine-export';

let pictures: string;
let dataset: Dataset;
beforeAll(async () => {
  pictures = await temporaryFolder();
  await drawSyntheticPictures(pictures, 30);
  dataset = await loadDataset(pictures, { validationFraction: 0.2, testFraction: 0.2 });
});

describe('a network from a file as the backbone', () => {
  sharedTest(test, 'goldens', 'ONNX: trains, saves, answers without its file, goes on, exports', async () => {
    const { folder, report, notices } = await trained({
      backbone: shared(ONNX),
      epochs: 30,
      precision: 'auto',
    });
    expect(report.backbone).toBe('mobilenet_025_64.onnx');
    expect(notices.join()).toMatch(/Staying with float32: mobilenet_025_64.onnx is an ONNX file/);
    expect(notices.join()).toMatch(/scaled by "torch".*a guess/);
    const files = [join(pictures, 'spots', '0.png'), join(pictures, 'stripes', '3.png')];
    const model = await loadModel(folder);
    expect(model.manifest.backbone.onnx).toBe(true);
    const answers = await model.predict(files);
    expect((await model.evaluate(dataset)).accuracy).toBeCloseTo(report.test.accuracy, 6);

    const out = join(await temporaryFolder(), 'whole.onnx');
    await exportModel(folder, { format: 'onnx', out });
    const session = await createSession(await fileStorage(join(out, '..')).read('whole.onnx'));
    const decoder = imageDecoder(model.manifest.preprocessing);
    for (const [i, file] of files.entries()) {
      const probabilities = await session.run(await decoder.decode(file), 1);
      for (const { label, probability } of answers[i]!) {
        expect(probabilities[model.labels.indexOf(label)]).toBeCloseTo(probability, 5);
      }
    }
    await session.dispose();
    model.dispose();
    await expect(exportModel(folder, { format: 'tfjs', out: `${out}.tfjs` })).rejects.toMatchObject({
      code: 'NETWORK_ONNX_ONLY',
    });

    const second = await trained({ startFrom: folder, epochs: 2 });
    expect(second.report.startedFrom?.kept).toEqual(['spots', 'stripes']);
  });

  sharedTest(test, 'goldens', 'ONNX and .keras of one network give models that agree', async () => {
    const options = { epochs: 5, optimizer: 'adam' } as const;
    const scaling = 'tf';
    const onnx = await trained({ backbone: { path: shared(ONNX), scaling }, ...options });
    const keras = await trained({ backbone: { path: shared(KERAS), scaling }, ...options });
    expect(keras.report.test.logLoss).toBeCloseTo(onnx.report.test.logLoss, 3);
    expect(keras.report.history.at(-1)!.loss).toBeCloseTo(onnx.report.history.at(-1)!.loss, 3);
  });

  sharedTest(test, 'weights', 'tfjs: a Teachable Machine export, without its classifier', async () => {
    const { report, notices } = await trained({
      backbone: shared(TEACHABLE_MACHINE),
      dataset: await loadDataset(pictures, { validationFraction: 0.1, testFraction: 0.5 }),
    });
    expect(report.test.accuracy).toBeGreaterThan(0.8);
    expect(notices.join()).toMatch(/ends at "out_relu".*left out/);
  });

  sharedTest(test, 'goldens', 'layers can be fine-tuned where the start is named; ONNX cannot', async () => {
    const strategy = fineTuning({ from: 'conv_pw_12', warmUpEpochs: 2 });
    const { report } = await trained({ backbone: shared(KERAS), strategy, epochs: 1 });
    expect(report.strategy).toBe('fine-tuning');
    await expect(trained({ backbone: shared(KERAS), strategy: fineTuning() })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      message: expect.stringMatching(/conv_pw_13/),
    });
    await expect(trained({ backbone: shared(ONNX), strategy })).rejects.toMatchObject({
      code: 'OPTION_CONFLICT',
      message: expect.stringMatching(/ONNX file.*feature extraction/),
    });
  });
});

async function trained(options: Partial<TrainOptions>) {
  const notices: string[] = [];
  const result = await train({
    dataset,
    featureCache: false,
    onProgress: (event) => event.type === 'notice' && notices.push(event.message),
    ...options,
  });
  const folder = await temporaryFolder();
  await result.save(fileStorage(folder), '');
  result.dispose();
  return { folder, report: result.report, notices };
}
