import { WeightsError } from '../errors.js';
import { groupByLayer, splitName } from './group-by-layer.js';
import { type Hdf5File, readHdf5 } from './hdf5-file.js';
import { isObjectFile, readObjects } from './keras-objects.js';
import type { LayerWeights, WeightsFile, WeightTensor } from './types.js';

/**
 * Keras's HDF5 files: weights or whole models of Keras 1 and 2 and their successors (`.h5`), and the weights of Keras 3
 * (`.weights.h5`), told apart by what they hold.
 */
export function readKerasH5(bytes: Uint8Array, path: string): Promise<WeightsFile> {
  return readHdf5(bytes, path, async (file) => {
    for (const root of ['', 'model_weights']) {
      const names = await listAt(file, root, 'layer_names');
      if (names)
        return { path, format: 'keras-h5', naming: 'layers', layers: await readLayers(file, root, names) };
    }
    if (isObjectFile(file)) return { path, format: 'keras-weights-h5', ...(await readObjects(file)) };
    throw new WeightsError(
      'WEIGHTS_UNKNOWN_FORMAT',
      `${path} is an HDF5 file, but not one of Keras's: expected the attribute "layer_names" or groups called "vars". ` +
        'Save the network with `model.save` or `model.save_weights`.',
      { details: { path } },
    );
  });
}

/** The root names the layers, each layer's group names its data sets; only the order of these is to be trusted. */
async function readLayers(file: Hdf5File, root: string, names: readonly string[]): Promise<LayerWeights[]> {
  const layers: LayerWeights[] = [];
  for (const layer of names) {
    const group = join(root, layer);
    const tensors: WeightTensor[] = [];
    for (const key of (await listAt(file, group, 'weight_names')) ?? []) {
      tensors.push(await file.tensor(join(group, key), key));
    }
    layers.push(...layersIn(layer, tensors));
  }
  return layers;
}

/**
 * A layer's tensors are all named `scope/variable` with one scope, its own name or one that TensorFlow made unique, or in
 * Keras 1 some without; a model used as a layer has the scopes of its layers.
 */
function layersIn(layer: string, tensors: LayerWeights['tensors']): LayerWeights[] {
  const scopes = new Set(tensors.map(({ name }) => splitName(name).layer));
  if (scopes.size > 1 && !scopes.has('')) {
    return groupByLayer(
      tensors.map((tensor) => ({ ...tensor, name: withoutPrefix(tensor.name, `${layer}/`) })),
    );
  }
  const own = tensors.map((tensor) => ({ ...tensor, name: splitName(tensor.name).variable }));
  return own.length > 0 ? [{ layer, tensors: own }] : [];
}

/** HDF5 limits an attribute to 64 KB: longer lists are cut into `name0`, `name1`… */
async function listAt(file: Hdf5File, object: string, attribute: string): Promise<string[] | undefined> {
  const whole = await file.strings(object, attribute);
  if (whole) return [...whole];
  const parts: string[] = [];
  for (let i = 0; ; i++) {
    const part = await file.strings(object, `${attribute}${i}`);
    if (!part) return i === 0 ? undefined : parts;
    parts.push(...part);
  }
}

function join(group: string, key: string): string {
  return group === '' ? key : `${group}/${key}`;
}

function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
