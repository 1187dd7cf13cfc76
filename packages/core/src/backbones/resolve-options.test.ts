import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mobilenet } from './mobilenet.js';
import { resolveBackboneOptions } from './resolve-options.js';
import { vgg16 } from './vgg.js';

test('what is not said is the backbone’s default', () => {
  expect(resolveBackboneOptions(vgg16)).toEqual({ inputSize: 224, alpha: 1 });
  expect(resolveBackboneOptions(mobilenet, { alpha: 0.25 })).toEqual({ inputSize: 224, alpha: 0.25 });
});

test('resolving what was resolved changes nothing', () => {
  const inputSize = fc.integer({ min: 32, max: 4096 });
  const alpha = fc.double({ min: 1 / 32, max: 8, noNaN: true });
  fc.assert(
    fc.property(fc.record({ inputSize, alpha }), (options) => {
      expect(resolveBackboneOptions(mobilenet, options)).toEqual(options);
    }),
  );
});

test.each([31, 0, -224, 100.5, Number.NaN, 4097])(
  'an input size of %d is refused with the range',
  (inputSize) => {
    expect(() => resolveBackboneOptions(vgg16, { inputSize })).toThrow(
      expect.objectContaining({
        code: 'BACKBONE_INPUT_SIZE',
        message: `VGG16 takes square pictures with a side of 32 to 4096 pixels (default 224); received inputSize ${inputSize}.`,
        details: { field: 'inputSize', received: inputSize, min: 32, max: 4096 },
      }),
    );
  },
);

test.each([0, -1, 0.01, 9, Number.NaN, Number.POSITIVE_INFINITY])(
  'an alpha of %d is refused with the range',
  (alpha) => {
    expect(() => resolveBackboneOptions(mobilenet, { alpha })).toThrow(
      expect.objectContaining({
        code: 'BACKBONE_ALPHA',
        message: expect.stringContaining('from 0.03125 to 8'),
      }),
    );
  },
);

test('a backbone of one width says so', () => {
  expect(() => resolveBackboneOptions(vgg16, { alpha: 0.5 })).toThrow(
    'VGG16 comes in one width only: leave alpha out; received alpha 0.5.',
  );
  expect(() => resolveBackboneOptions({ ...vgg16, alphas: [0.5, 1] }, { alpha: 0.75 })).toThrow(
    'VGG16 takes one of the alphas 0.5, 1; received alpha 0.75.',
  );
});
