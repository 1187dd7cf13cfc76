import * as tf from '@tensorflow/tfjs';
import type { Task } from '../data/types.js';
import { OptionError } from '../errors.js';
import type { HeadName, HeadOptions } from './types.js';

/** Heads by name: the default, and the one that Keras tutorials build on VGG16. */
export const HEADS: Readonly<Record<HeadName, HeadOptions>> = {
  linear: { pooling: 'average', dropout: 0.2, dense: [], l2: 0 },
  tutorial: { pooling: 'flatten', dropout: 0, dense: [{ units: 256, activation: 'relu' }], l2: 0 },
};

/**
 * @param featureLayers of a head that asks for no pooling; default: the backbone's last layer.
 * @throws OptionError naming the field that is out of range.
 */
export function resolveHead(
  head: HeadName | Partial<HeadOptions> = 'linear',
  featureLayers?: readonly string[],
): HeadOptions {
  if (typeof head === 'string' && !(head in HEADS))
    throw invalid('head', head, `one of ${Object.keys(HEADS).join(', ')}`);
  const own: Partial<HeadOptions> = typeof head === 'object' ? head : head === 'linear' ? {} : HEADS[head];
  const resolved = { ...HEADS.linear, ...(own.pooling === undefined && { featureLayers }), ...own };
  if (resolved.featureLayers && !isNames(resolved.featureLayers))
    throw invalid('head.featureLayers', resolved.featureLayers, 'names of backbone layers, one at least');
  if (!['average', 'max', 'both', 'flatten'].includes(resolved.pooling)) {
    throw invalid('head.pooling', resolved.pooling, 'average, max, both or flatten');
  }
  if (!(resolved.dropout >= 0 && resolved.dropout < 1))
    throw invalid('head.dropout', resolved.dropout, 'a number in [0, 1)');
  if (!(resolved.l2 >= 0 && Number.isFinite(resolved.l2)))
    throw invalid('head.l2', resolved.l2, 'a number >= 0');
  for (const [i, { units, dropout = 0 }] of resolved.dense.entries()) {
    if (!(Number.isInteger(units) && units > 0))
      throw invalid(`head.dense[${i}].units`, units, 'a whole number >= 1');
    if (!(dropout >= 0 && dropout < 1))
      throw invalid(`head.dense[${i}].dropout`, dropout, 'a number in [0, 1)');
  }
  return resolved;
}

/**
 * The layers of a new classifier over a pooled feature vector, Glorot-uniform kernels (Keras's default) from the seed.
 * The last two are `logits` (dense, linear) and `predictions` (softmax; sigmoid for several labels at once, nothing for
 * numbers): training works on logits, which is exact where a softmax saturates.
 *
 * @returns a model `[batch, featureSize]` -> `[batch, classes]`.
 */
export function buildHead(
  featureSize: number,
  classes: number,
  { dropout, dense }: HeadOptions,
  seed: number,
  task: Task = 'single-label',
): tf.LayersModel {
  const layers: tf.layers.Layer[] = [];
  const kernelInitializer = () => tf.initializers.glorotUniform({ seed: seed + layers.length + 1 });
  if (dropout > 0) layers.push(tf.layers.dropout({ rate: dropout, name: 'head_dropout' }));
  dense.forEach(({ units, activation = 'relu', dropout: rate = 0 }, i) => {
    layers.push(
      tf.layers.dense({
        units,
        activation,
        kernelInitializer: kernelInitializer(),
        name: `head_dense_${i + 1}`,
      }),
    );
    if (rate > 0) layers.push(tf.layers.dropout({ rate, name: `head_dropout_${i + 1}` }));
  });
  layers.push(tf.layers.dense({ units: classes, kernelInitializer: kernelInitializer(), name: 'logits' }));
  layers.push(answerLayer(task));

  const input = tf.input({ shape: [featureSize], name: 'pooled_features' });
  const output = layers.reduce<tf.SymbolicTensor>((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
  return tf.model({ inputs: input, outputs: output, name: 'head' });
}

function answerLayer(task: Task): tf.layers.Layer {
  if (task === 'single-label') return tf.layers.softmax({ name: 'predictions' });
  return tf.layers.activation({
    activation: task === 'multi-label' ? 'sigmoid' : 'linear',
    name: 'predictions',
  });
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name);
}

function invalid(field: string, value: unknown, expected: string): OptionError {
  return new OptionError('OPTION_INVALID', `${field} is ${JSON.stringify(value)}; expected ${expected}.`, {
    details: { field, value },
  });
}
