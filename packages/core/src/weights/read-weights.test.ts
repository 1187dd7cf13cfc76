import { goldenWeight, shared, sharedTest } from '@graft/testing';
import { describe, expect, test } from 'vitest';
import { readWeights } from './read-weights.js';

const FILES = {
  'keras-h5 (weights)': 'mobilenet_025_64_no_top.h5',
  'keras-h5 (whole model)': 'mobilenet_025_64_model.h5',
  'keras-weights-h5': 'mobilenet_025_64.weights.h5',
  keras: 'mobilenet_025_64.keras',
  safetensors: 'mobilenet_025_64.safetensors',
};

describe('one model that Keras saved', () => {
  for (const [format, name] of Object.entries(FILES)) {
    sharedTest(test, 'goldens/weight-files', `as ${format} has the same tensors`, async () => {
      const file = await readWeights(shared(`goldens/weight-files/${name}`));

      expect(file.format).toBe(format.split(' ')[0]);
      expect(file.layers).toHaveLength(54);
    });
  }
});
