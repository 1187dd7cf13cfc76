import type { Hdf5File } from './hdf5-file.js';
import type { WeightsFile, WeightTensor } from './types.js';

const VARIABLE = /^(?:(.*)\/)?vars\/(\d+)$/;
/** State of training and of dropout, not weights. */
const NOT_WEIGHTS = /^(?:optimizer|metrics|compile_metrics|loss_tracker)(?:\/|$)|(?:^|\/)seed_generator$/;
const NUMERIC = new Intl.Collator('en', { numeric: true });

/** Whether the file holds Keras 3's tree of objects: their variables, numbered, in groups called `vars`. */
export function isObjectFile(file: Hdf5File): boolean {
  return file.paths.some((path) => path === 'vars' || path.endsWith('/vars'));
}

/**
 * Layers of a Keras 3 weights file. Their objects are called by class and number (`layers/conv2d_1/vars/0`); the layer's name
 * is an attribute of `vars` in files of newer Keras 3, comes from the model's configuration in a `.keras` file, and is
 * otherwise lost: then all layers are called by class and number.
 *
 * @param names layer name by object path; see `objectNames`.
 */
export async function readObjects(
  file: Hdf5File,
  names: ReadonlyMap<string, string> = new Map(),
): Promise<Pick<WeightsFile, 'naming' | 'layers'>> {
  const objects = new Map<string, string[]>();
  for (const path of file.paths) {
    const [, object = '', number] = VARIABLE.exec(path) ?? [];
    if (number === undefined || NOT_WEIGHTS.test(object)) continue;
    objects.set(object, [...(objects.get(object) ?? []), number]);
  }
  const found: { key: string; name: string | undefined; tensors: WeightTensor[] }[] = [];
  for (const object of [...objects.keys()].sort(NUMERIC.compare)) {
    const vars = object === '' ? 'vars' : `${object}/vars`;
    const key = withoutContainers(object);
    const name = (await file.strings(vars, 'name'))?.[0] ?? names.get(key);
    const tensors: WeightTensor[] = [];
    for (const number of objects.get(object)!.sort(NUMERIC.compare)) {
      tensors.push(await file.tensor(`${vars}/${number}`, number));
    }
    found.push({ key, name, tensors });
  }
  const named = found.every(({ name }) => name !== undefined);
  return {
    naming: named ? 'layers' : 'classes',
    layers: found.map(({ key, name, tensors }) => ({ layer: named ? name! : key, tensors })),
  };
}

/** `layers/functional/layers/conv2d` is `functional/conv2d`; Keras 2 called the container otherwise. */
function withoutContainers(object: string): string {
  return object
    .split('/')
    .filter((part) => part !== 'layers' && part !== '_layer_checkpoint_dependencies')
    .join('/');
}

/** Layer names of a model configuration by the path that Keras gives their objects: class and number within the model. */
export function objectNames(config: unknown, parent = ''): Map<string, string> {
  const names = new Map<string, string>();
  const used = new Map<string, number>();
  for (const { class_name: className, config: layer } of layersOf(config)) {
    const base = snakeCase(className);
    const count = used.get(base) ?? 0;
    used.set(base, count + 1);
    const key = `${parent}${base}${count === 0 ? '' : `_${count}`}`;
    names.set(key, layer.name);
    for (const [inner, name] of objectNames({ config: layer }, `${key}/`)) names.set(inner, name);
  }
  return names;
}

interface LayerConfig {
  readonly class_name: string;
  readonly config: { readonly name: string };
}

function layersOf(model: unknown): LayerConfig[] {
  const layers = (model as { config?: { layers?: unknown } } | null)?.config?.layers;
  return Array.isArray(layers) ? layers.filter(isLayerConfig) : [];
}

function isLayerConfig(layer: unknown): layer is LayerConfig {
  const { class_name: className, config } = (layer ?? {}) as Record<string, unknown>;
  return typeof className === 'string' && typeof (config as { name?: unknown } | null)?.name === 'string';
}

/** As keras/src/utils/naming.py. */
function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
