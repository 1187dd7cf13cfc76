import { WeightsError } from '../errors.js';
import type { Hdf5Group } from './hdf5.js';
import type { LayerWeights, WeightsFile } from './types.js';

/** Where a model keeps its layers: the second is what TensorFlow 2.12 to 2.15 wrote. */
const CONTAINERS = ['layers', '_layer_checkpoint_dependencies'];

/**
 * Reads the layout of Keras 3, `layers/conv2d_1/vars/0`: groups are called after the layer's class and its turn among its
 * class, variables by their turn. Newer versions add the layer's own name as an attribute, which is then used.
 */
export function readVariableGroups(root: Hdf5Group, path: string): Pick<WeightsFile, 'naming' | 'layers'> {
  const found = [...variableGroups(root)];
  if (found.length === 0) {
    throw new WeightsError(
      'WEIGHTS_DAMAGED',
      `${path} is an HDF5 file without Keras weights: expected the attribute "layer_names", or a group "layers".`,
      { details: { path } },
    );
  }
  const naming = found.every(({ ownName }) => ownName !== undefined) ? 'layers' : 'classes';
  const layers = found.map(
    ({ ownName, automaticName, variables }): LayerWeights => ({
      layer: naming === 'layers' ? ownName! : automaticName,
      // Alphabetically, 10 would come before 2.
      tensors: variables
        .names()
        .sort((a, b) => Number(a) - Number(b))
        .map((name) => ({ name, ...variables.tensor(name) })),
    }),
  );
  return { naming, layers };
}

interface VariableGroup {
  readonly ownName: string | undefined;
  readonly automaticName: string;
  readonly variables: Hdf5Group;
}

function* variableGroups(model: Hdf5Group): Generator<VariableGroup> {
  for (const container of CONTAINERS) {
    const layers = model.group(container);
    for (const automaticName of layers?.names() ?? []) {
      const layer = layers!.group(automaticName);
      const variables = layer?.group('vars');
      if (variables && variables.names().length > 0) {
        yield { ownName: variables.strings('name')?.[0], automaticName, variables };
      }
      // A model used as a layer has layers of its own.
      if (layer) yield* variableGroups(layer);
    }
  }
}
