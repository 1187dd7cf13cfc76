import type * as tf from '@tensorflow/tfjs';
import {
  add,
  averagePool,
  batchNorm,
  concatenate,
  conv2d,
  cropBefore,
  halvingPad,
  layerNames,
  maxPool,
  relu,
  separableConv2d,
  zeroPad,
} from './layers.js';

type FeatureMap = tf.SymbolicTensor;

/** The last cell's output and the one before it; the first cell has none before it. */
export type Cells = readonly [last: FeatureMap, before: FeatureMap | undefined];

const NORM = { epsilon: 1e-3, momentum: 0.9997 };
const SAME_3 = { poolSize: 3, strides: 1, padding: 'same' } as const;

/** The two cells of NASNet-A (paper, figure 4), as Keras names their parts, unnamed layers numbered as they are added. */
export function nasnetCells() {
  const named = layerNames();
  const activated = (x: FeatureMap) => relu(x, named('activation'));
  const norm = (x: FeatureMap, name: string) => batchNorm(x, name, NORM);

  /** Keeps the side. */
  function normal([last, before]: Cells, filters: number, id: string): Cells {
    const p = adjusted(before, last, filters, id);
    const h = narrowed(last, filters, 'normal', id);
    const separable = (x: FeatureMap, kernelSize: number, place: string) =>
      separableTwice(x, filters, kernelSize, 1, `normal_${place}_${id}`);
    const one = add([separable(h, 5, 'left1'), separable(p, 3, 'right1')], `normal_add_1_${id}`);
    const two = add([separable(p, 5, 'left2'), separable(p, 3, 'right2')], `normal_add_2_${id}`);
    const three = add([averagePool(h, `normal_left3_${id}`, SAME_3), p], `normal_add_3_${id}`);
    const [left, right] = [`normal_left4_${id}`, `normal_right4_${id}`].map((name) =>
      averagePool(p, name, SAME_3),
    );
    const four = add([left!, right!], `normal_add_4_${id}`);
    const five = add([separable(h, 3, 'left5'), h], `normal_add_5_${id}`);
    return [concatenate([p, one, two, three, four, five], `normal_concat_${id}`), last];
  }

  /** Halves the side. */
  function reduction([last, before]: Cells, filters: number, id: string): Cells {
    const p = adjusted(before, last, filters, id);
    const h = narrowed(last, filters, 'reduction', id);
    const padded = zeroPad(h, `reduction_pad_1_${id}`, halvingPad(h, 3));
    const separable = (x: FeatureMap, kernelSize: number, strides: 1 | 2, place: string) =>
      separableTwice(x, filters, kernelSize, strides, `reduction_${place}_${id}`);
    const halving = { poolSize: 3, strides: 2 };
    const one = add([separable(h, 5, 2, 'left1'), separable(p, 7, 2, 'right1')], `reduction_add_1_${id}`);
    const two = add(
      [maxPool(padded, `reduction_left2_${id}`, halving), separable(p, 7, 2, 'right2')],
      `reduction_add_2_${id}`,
    );
    const three = add(
      [averagePool(padded, `reduction_left3_${id}`, halving), separable(p, 5, 2, 'right3')],
      `reduction_add3_${id}`,
    );
    const four = add([two, averagePool(one, `reduction_left4_${id}`, SAME_3)], named('add'));
    const five = add(
      [separable(one, 3, 1, 'left4'), maxPool(padded, `reduction_right5_${id}`, halving)],
      `reduction_add4_${id}`,
    );
    return [concatenate([two, three, four, five], `reduction_concat_${id}`), last];
  }

  function narrowed(x: FeatureMap, filters: number, cell: 'normal' | 'reduction', id: string): FeatureMap {
    return norm(pointwise(activated(x), `${cell}_conv_1_${id}`, filters), `${cell}_bn_1_${id}`);
  }

  /** Brings the cell before the last to the last one's side and to the width. */
  function adjusted(
    before: FeatureMap | undefined,
    last: FeatureMap,
    filters: number,
    id: string,
  ): FeatureMap {
    if (!before) return last;
    if (before.shape[2] !== last.shape[2]) return halved(before, filters, id);
    if (before.shape[3] === filters) return before;
    return norm(pointwise(activated(before), `adjust_conv_projection_${id}`, filters), `adjust_bn_${id}`);
  }

  /** Half the channels from every second pixel, half from the pixels diagonally between. */
  function halved(before: FeatureMap, filters: number, id: string): FeatureMap {
    const x = relu(before, `adjust_relu_1_${id}`);
    const half = (pixels: FeatureMap, i: 1 | 2) =>
      pointwise(
        averagePool(pixels, `adjust_avg_pool_${i}_${id}`, { poolSize: 1, strides: 2 }),
        `adjust_conv_${i}_${id}`,
        filters / 2,
      );
    const first = half(x, 1);
    const shifted = cropBefore(zeroPad(x, named('zero_padding2d'), [0, 1]), named('cropping2d'), 1);
    return norm(concatenate([first, half(shifted, 2)], named('concatenate')), `adjust_bn_${id}`);
  }

  /** ReLU, separable convolution and batch norm, twice; the first may halve the side. */
  function separableTwice(
    input: FeatureMap,
    filters: number,
    kernelSize: number,
    strides: 1 | 2,
    id: string,
  ): FeatureMap {
    const options = { filters, kernelSize, padding: 'same', useBias: false } as const;
    let x = activated(input);
    if (strides === 2) {
      x = zeroPad(x, `separable_conv_1_pad_${id}`, halvingPad(x, kernelSize));
      x = separableConv2d(x, `separable_conv_1_${id}`, { ...options, strides, padding: 'valid' });
    } else {
      x = separableConv2d(x, `separable_conv_1_${id}`, options);
    }
    x = activated(norm(x, `separable_conv_1_bn_${id}`));
    return norm(separableConv2d(x, `separable_conv_2_${id}`, options), `separable_conv_2_bn_${id}`);
  }

  return { normal, reduction, activated, norm };
}

function pointwise(x: FeatureMap, name: string, filters: number): FeatureMap {
  return conv2d(x, name, { filters, kernelSize: 1, padding: 'same', useBias: false });
}
