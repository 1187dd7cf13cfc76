import * as tf from '@tensorflow/tfjs';
import { WeightsError } from '../errors.js';
import { objectNames } from './keras-objects.js';
import type { LayerWeights, WeightsFile, WeightTensor } from './types.js';

/** Keras 3 calls a DepthwiseConv2D's variable `kernel`; tfjs and Keras 2 call it `depthwise_kernel`. */
const ALIASES: Readonly<Record<string, string>> = { depthwise_kernel: 'kernel', kernel: 'depthwise_kernel' };

/** In these the order of a layer's tensors is Keras's own, whatever they are called; others sort them by name. */
const ORDERED_FORMATS: readonly WeightsFile['format'][] = ['keras-h5', 'keras-weights-h5', 'keras'];

/**
 * Gives every variable of the network its value from the file: layers by name, variables by name or, where a Keras file's
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
  const named =
    file.naming === 'classes'
      ? nameLayers(file.layers, model, classifierLayers)
      : renamedByOrder(file, layers, classifierLayers);
  const stored = new Map(named.map((layer) => [layer.layer, layer]));
  const values = layers.flatMap((layer) => valuesOf(layer, stored.get(layer.name), file));

  const known = new Set(layers.map(({ name }) => name));
  const ignored = named.filter(({ layer, tensors }) => tensors.length > 0 && !known.has(layer));
  const extra = ignored.find((layer) => !classifierLayers.includes(layer.layer) && !isDense(layer));
  if (extra) throw extraTensor(`${extra.layer}/${extra.tensors[0]!.name}`, file, `network "${model.name}"`);

  for (const { variable, tensor } of values) {
    const value = tf.tensor(tensor.data, variable.shape as number[]);
    variable.write(value);
    value.dispose();
  }
  return { ignored: ignored.map(({ layer }) => layer) };
}

type LayerVariable = tf.layers.Layer['weights'][number];

function valuesOf(
  layer: tf.layers.Layer,
  stored: LayerWeights | undefined,
  { path, format }: WeightsFile,
): { variable: LayerVariable; tensor: WeightTensor }[] {
  const tensors = stored?.tensors ?? [];
  const names = layer.weights.map(({ originalName }) =>
    originalName.slice(originalName.lastIndexOf('/') + 1),
  );
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const find = (name: string) => byName.get(name) ?? byName.get(ALIASES[name] ?? '');
  const inOrder = ORDERED_FORMATS.includes(format) && !names.some(find);
  const matched = layer.weights.map((variable, i) => {
    const key = `${layer.name}/${names[i]}`;
    const tensor = inOrder ? tensors[i] : find(names[i]!);
    if (!tensor) {
      throw new WeightsError(
        'WEIGHTS_MISSING_TENSOR',
        `${path} has no tensor "${key}" (expected shape [${variable.shape}]). Choose the backbone and alpha that the file was saved from.`,
        { details: { path, tensor: key } },
      );
    }
    if (!fits(tensor, variable)) {
      throw new WeightsError(
        'WEIGHTS_SHAPE_MISMATCH',
        `${path}: tensor "${key}" has shape [${tensor.shape}], but the network expects [${variable.shape}]. Choose the backbone and alpha that the file was saved from.`,
        { details: { path, tensor: key, expected: variable.shape, received: tensor.shape } },
      );
    }
    return { variable, tensor };
  });
  const used = new Set(matched.map(({ tensor }) => tensor));
  const extra = tensors.find((tensor) => !used.has(tensor));
  if (extra)
    throw extraTensor(`${layer.name}/${extra.name}`, { path }, `the network's layer "${layer.name}"`);
  return matched;
}

/**
 * Gives layers that the file calls by class and number the names of the network's layers of that class and number. What is
 * then left without a name comes after the network: the classifier.
 */
function nameLayers(
  layers: readonly LayerWeights[],
  model: tf.LayersModel,
  classifierLayers: readonly string[],
): LayerWeights[] {
  const container = largestContainer(layers);
  const names = objectNames(model.toJSON(null, false), container);
  const after = layers.filter(({ layer }) => layer.startsWith(container) && !names.has(layer));
  for (const [i, { layer }] of after.entries()) names.set(layer, classifierLayers[i] ?? layer);
  return layers.map((layer) => ({ ...layer, layer: names.get(layer.layer) ?? layer.layer }));
}

/**
 * Keras itself reads `.h5` files by the order of their layers, whose names may be of another session or release (its
 * published Inception, Xception and DenseNet). Done only where the names do not match and everything else does.
 */
function renamedByOrder(
  file: WeightsFile,
  layers: readonly tf.layers.Layer[],
  classifierLayers: readonly string[],
): readonly LayerWeights[] {
  if (file.format !== 'keras-h5') return file.layers;
  const names = new Set(layers.map(({ name }) => name));
  const isTop = (stored: LayerWeights) =>
    classifierLayers.includes(stored.layer) || (isDense(stored) && !names.has(stored.layer));
  const stored = file.layers.filter((layer) => layer.tensors.length > 0 && !isTop(layer));
  const matches =
    stored.length === layers.length &&
    stored.every(
      ({ tensors }, i) =>
        tensors.length === layers[i]!.weights.length &&
        tensors.every((tensor, j) => fits(tensor, layers[i]!.weights[j]!)),
    );
  if (!matches || stored.every(({ layer }) => names.has(layer))) return file.layers;
  const renamed = new Map(stored.map((layer, i) => [layer, layers[i]!.name]));
  return file.layers.map((layer) => ({ ...layer, layer: renamed.get(layer) ?? layer.layer }));
}

/** A convolution in groups of one channel, `[h, w, 1, channels]`, holds what a depthwise one does, `[h, w, channels, 1]`. */
function fits(tensor: WeightTensor, variable: LayerVariable): boolean {
  if (tensor.shape.join() === variable.shape.join()) return true;
  if (!variable.originalName.endsWith('/depthwise_kernel')) return false;
  const [height, width, channels, multiplier] = variable.shape;
  return multiplier === 1 && tensor.shape.join() === [height, width, 1, channels].join();
}

/** The network may be one layer of the model that was saved (`functional/conv2d`): the one that holds most of it. */
function largestContainer(layers: readonly LayerWeights[]): string {
  const containers = layers.map(({ layer }) => layer.slice(0, layer.lastIndexOf('/') + 1));
  const sizes = new Map<string, number>();
  for (const container of containers) sizes.set(container, (sizes.get(container) ?? 0) + 1);
  return containers.reduce((a, b) => (sizes.get(b)! > sizes.get(a)! ? b : a), containers[0] ?? '');
}

function isDense({ tensors }: LayerWeights): boolean {
  return tensors.some(({ shape }) => shape.length === 2);
}

function extraTensor(tensor: string, { path }: { path: string }, owner: string): WeightsError {
  return new WeightsError(
    'WEIGHTS_EXTRA_TENSOR',
    `${path} holds "${tensor}", which ${owner} does not have. The file was saved by another network: choose the backbone and alpha it belongs to.`,
    { details: { path, tensor } },
  );
}
