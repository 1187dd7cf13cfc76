import type { File } from 'h5wasm';
import type { LayerConfig } from '../network/topology.js';
import type { NetworkWeight } from '../network/weights.js';
import { kerasName } from './keras-config.js';

const FILE_IN_MEMORY = '/export.weights.h5';

/**
 * `model.weights.h5` of a `.keras` file: each layer's variables, numbered, in a group called by the layer's class and its turn
 * among the layers of its class.
 *
 * @param layers in Keras's order.
 */
export async function kerasWeights(
  layers: readonly LayerConfig[],
  weights: readonly NetworkWeight[],
): Promise<Uint8Array> {
  const values = new Map(
    await Promise.all(
      weights.map(async ({ name, variable }) => [name, (await variable.data()) as Float32Array] as const),
    ),
  );
  const { File, ready } = await import('h5wasm');
  const module = await ready;
  // Left alone the library prints its errors to stderr and goes on.
  module.activate_throwing_error_handler();
  try {
    const file = new File(FILE_IN_MEMORY, 'w');
    try {
      writeLayers(file, layers, (layer) =>
        weights
          .filter(({ name }) => name.slice(0, name.lastIndexOf('/')) === layer)
          .map(({ name, shape }) => ({ shape, data: values.get(name)! })),
      );
    } finally {
      file.close();
    }
    return module.FS.readFile(FILE_IN_MEMORY);
  } finally {
    module.deactivate_throwing_error_handler();
    module.FS.unlink(FILE_IN_MEMORY);
  }
}

interface Value {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function writeLayers(
  file: File,
  layers: readonly LayerConfig[],
  valuesOf: (layer: string) => readonly Value[],
): void {
  file.create_group('vars');
  const parent = file.create_group('layers');
  const used = new Map<string, number>();
  for (const { class_name: className, name } of layers) {
    const base = snakeCase(className);
    const turn = used.get(base) ?? 0;
    used.set(base, turn + 1);
    const object = parent.create_group(turn === 0 ? base : `${base}_${turn}`);
    const vars = object.create_group('vars');
    vars.create_attribute('name', kerasName(name));
    for (const [i, { shape, data }] of valuesOf(name).entries()) {
      vars.create_dataset({ name: String(i), data, shape: [...shape], dtype: '<f' });
    }
  }
}

/** As keras/src/utils/naming.py. */
function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
