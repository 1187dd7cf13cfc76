import * as tf from '@tensorflow/tfjs';
import { WeightsError } from '../errors.js';
import type { LayerWeights, WeightsFile, WeightTensor } from './types.js';

/** Keras 3 calls a DepthwiseConv2D's variable `kernel`; tfjs and Keras 2 call it `depthwise_kernel`. */
const ALIASES: Readonly<Record<string, string>> = { depthwise_kernel: 'kernel', kernel: 'depthwise_kernel' };

/**
 * Gives every variable of the network its value from the file: layers by name, variables by name or, where a file's
 * names are odd, by their order within the layer. Nothing is changed before everything has been checked.
 *
 * @param options.classifierLayers layers of a classifier that the network does not have; these, and layers whose kernel
 * is a matrix (dense), may be left over in the file.
 * @returns names of the layers left out.
 * @throws WeightsError `WEIGHTS_MISSING_TENSOR`, `WEIGHTS_EXTRA_TENSOR`, `WEIGHTS_SHAPE_MISMATCH`, naming the tensor.
 */
export function assignWeights(
  model: tf.LayersModel,
  file: WeightsFile,
  { classifierLayers = [] }: { classifierLayers?: readonly string[] } = {},
): { ignored: string[] } {
  const layers = model.layers.filter((layer) => layer.weights.length > 0);
  const stored = new Map(
    file.layers.filter(({ tensors }) => tensors.length > 0).map((layer) => [layer.layer, layer]),
  );
  const values = layers.flatMap((layer) => valuesOf(layer, stored.get(layer.name), file.path));

  const known = new Set(layers.map(({ name }) => name));
  const ignored = [...stored.values()].filter(({ layer }) => !known.has(layer));
  const extra = ignored.find((layer) => !classifierLayers.includes(layer.layer) && !isDense(layer));
  if (extra) {
    throw new WeightsError(
      'WEIGHTS_EXTRA_TENSOR',
      `${file.path} holds "${extra.layer}/${extra.tensors[0]!.name}", which network "${model.name}" does not have. ` +
        'The file was saved by another network: choose the backbone and alpha it belongs to.',
      { details: { path: file.path, tensor: `${extra.layer}/${extra.tensors[0]!.name}` } },
    );
  }
  for (const { variable, tensor } of values) {
    const value = tf.tensor(tensor.data, tensor.shape as number[]);
    variable.write(value);
    value.dispose();
  }
  return { ignored: ignored.map(({ layer }) => layer) };
}

type LayerVariable = tf.layers.Layer['weights'][number];

function valuesOf(
  layer: tf.layers.Layer,
  stored: LayerWeights | undefined,
  path: string,
): { variable: LayerVariable; tensor: WeightTensor }[] {
  const byName = new Map(stored?.tensors.map((tensor) => [tensor.name, tensor]));
  const names = layer.weights.map((variable) => variable.originalName.split('/').at(-1)!);
  const find = (name: string) => byName.get(name) ?? byName.get(ALIASES[name] ?? '');
  const named = names.some((name) => find(name));
  const matched = layer.weights.map((variable, i) => {
    const key = `${layer.name}/${names[i]}`;
    const tensor = named ? find(names[i]!) : stored?.tensors[i];
    if (!tensor) {
      throw new WeightsError(
        'WEIGHTS_MISSING_TENSOR',
        `${path} has no tensor "${key}" (expected shape [${variable.shape}]). Choose the backbone and alpha that the file was saved from.`,
        { details: { path, tensor: key } },
      );
    }
    if (tensor.shape.join() !== variable.shape.join()) {
      throw new WeightsError(
        'WEIGHTS_SHAPE_MISMATCH',
        `${path}: tensor "${key}" has shape [${tensor.shape}], but the network expects [${variable.shape}]. Choose the backbone and alpha that the file was saved from.`,
        { details: { path, tensor: key, expected: variable.shape, received: tensor.shape } },
      );
    }
    return { variable, tensor };
  });
  const used = new Set(matched.map(({ tensor }) => tensor));
  const extra = stored?.tensors.find((tensor) => !used.has(tensor));
  if (extra) {
    throw new WeightsError(
      'WEIGHTS_EXTRA_TENSOR',
      `${path} holds "${layer.name}/${extra.name}", which the network's layer "${layer.name}" does not have.`,
      { details: { path, tensor: `${layer.name}/${extra.name}` } },
    );
  }
  return matched;
}

function isDense({ tensors }: LayerWeights): boolean {
  return tensors[0]!.shape.length === 2;
}
