import type * as tf from '@tensorflow/tfjs';
import { averagePixel, conv2d, multiply } from './layers.js';

/** A factor for each channel, computed from the averages of all, as EfficientNets have it. */
export function squeezeExcite(x: tf.SymbolicTensor, name: string, reduced: number): tf.SymbolicTensor {
  const average = averagePixel(x, `${name}_se_squeeze`, `${name}_se_reshape`);
  const pointwise = { kernelSize: 1, padding: 'same' } as const;
  const squeezed = conv2d(average, `${name}_se_reduce`, {
    ...pointwise,
    filters: reduced,
    activation: 'swish',
  });
  const factors = conv2d(squeezed, `${name}_se_expand`, {
    ...pointwise,
    filters: x.shape[3]!,
    activation: 'sigmoid',
  });
  return multiply([x, factors], `${name}_se_excite`);
}
