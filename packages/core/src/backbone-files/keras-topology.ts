import type { LayerConfig, Topology } from '../network/topology.js';
import { refused } from './errors.js';

interface Described {
  readonly class_name: string;
  readonly name?: string;
  readonly config: Record<string, unknown> & {
    readonly name: string;
    readonly layers?: readonly Described[];
    readonly output_layers?: unknown;
  };
  readonly inbound_nodes?: readonly unknown[];
}

/**
 * Any Keras model as one flat functional network: Sequential models and models within models become their layers, and
 * Keras 3's JSON that of Keras 2, which tfjs reads.
 *
 * @param config Keras JSON of either kind. @param side of the input where the model leaves it open.
 * @throws BackboneError `BACKBONE_FILE` for what is not one chain of tensors from one input to one output.
 */
export function kerasTopology(config: unknown, side: number, path: string): Topology {
  const model = config as Described;
  if (!Array.isArray(model?.config?.layers)) {
    throw refused(path, `expected a Sequential or functional model; found ${model?.class_name ?? 'none'}`);
  }
  const { layers, output } = flattened(model, undefined, path);
  const inputs = layers.filter(({ class_name }) => class_name === 'InputLayer');
  if (inputs.length !== 1) throw refused(path, `expected one input; found ${inputs.length}`);
  const [input] = inputs;
  const shape = input!.config.batch_input_shape as (number | null)[];
  if (shape?.length !== 4 || shape[3] !== 3) {
    throw refused(path, `expected pictures [height, width, 3]; found an input of shape [${shape}]`);
  }
  const fixed = [null, shape[1] ?? side, shape[2] ?? side, 3];
  if (fixed[1] !== fixed[2]) throw refused(path, `expected square pictures; found [${shape}]`);
  return {
    class_name: 'Model',
    config: {
      name: model.config.name,
      layers: layers.map((layer) =>
        layer === input ? { ...layer, config: { ...layer.config, batch_input_shape: fixed } } : layer,
      ),
      input_layers: [[input!.name, 0, 0]],
      output_layers: [[output, 0, 0]],
    },
  };
}

/** @param entry the tensor that a model within a model reads. */
function flattened(
  { class_name, config }: Described,
  entry: string | undefined,
  path: string,
): { layers: LayerConfig[]; output: string } {
  const isChain = class_name === 'Sequential';
  const layers: LayerConfig[] = [];
  /** By layer, as this model calls it: the layer that gives its tensor. */
  const givenBy = new Map<string, string>();
  let previous = entry;
  for (const layer of config.layers!) {
    const name = layer.name ?? layer.config.name;
    let inputs = isChain ? (previous === undefined ? [] : [previous]) : sourcesOf(layer, path);
    if (!isChain) inputs = inputs.map((source) => givenBy.get(source) ?? source);
    if (layer.class_name === 'InputLayer' && entry !== undefined) {
      givenBy.set(name, entry);
      continue;
    }
    if (isChain && inputs.length === 0 && layer.class_name !== 'InputLayer' && !layer.config.layers) {
      const shape = layer.config.batch_input_shape ?? layer.config.batch_shape;
      layers.push(inputLayer(`${name}_input`, shape));
      inputs = [`${name}_input`];
    }
    if (layer.config.layers) {
      const inner = flattened(layer, inputs[0], path);
      layers.push(...inner.layers);
      previous = inner.output;
    } else {
      layers.push(plainLayer(layer, name, inputs));
      previous = name;
    }
    givenBy.set(name, previous);
  }
  if (isChain) return { layers, output: previous! };
  const ends = [config.output_layers].flat(2).filter((part) => typeof part === 'string');
  if (ends.length !== 1) throw refused(path, `expected one output; found ${ends.length}`);
  return { layers, output: givenBy.get(ends[0]!) ?? ends[0]! };
}

/** Layers that a layer reads, in Keras 2's form (`[[[name, 0, 0, {}]]]`) or Keras 3's (`[{ args: [tensor] }]`). */
function sourcesOf({ class_name, name, inbound_nodes = [] }: Described, path: string): string[] {
  if (inbound_nodes.length > 1) {
    throw refused(
      path,
      `layer "${name}" (${class_name}) is used ${inbound_nodes.length} times; expected once`,
    );
  }
  const [node] = inbound_nodes;
  if (node === undefined) return [];
  if (Array.isArray(node)) return node.map(([source]) => source as string);
  return tensorsIn((node as { args: unknown }).args);
}

function tensorsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  const history = (value as { config?: { keras_history?: [string] } } | null)?.config?.keras_history;
  return history ? [history[0]] : [];
}

function inputLayer(name: string, batch_input_shape: unknown): LayerConfig {
  return {
    class_name: 'InputLayer',
    name,
    config: { batch_input_shape, dtype: 'float32', sparse: false, name },
    inbound_nodes: [],
  };
}

/** Keras 3's names of activations that tfjs knows by others. */
const ACTIVATIONS: Readonly<Record<string, string>> = { silu: 'swish', hard_silu: 'hard_swish' };

function plainLayer({ class_name, config }: Described, name: string, inputs: readonly string[]): LayerConfig {
  if (class_name === 'InputLayer') return inputLayer(name, config.batch_shape ?? config.batch_input_shape);
  const { activation } = config;
  const plain = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      /_(regularizer|constraint)$/.test(key) ? null : value,
    ]),
  );
  return {
    class_name,
    name,
    config: {
      ...plain,
      name,
      dtype: 'float32',
      ...(typeof activation === 'string' && { activation: ACTIVATIONS[activation] ?? activation }),
      ...(config.negative_slope !== undefined && { alpha: config.negative_slope }),
    },
    inbound_nodes: inputs.length > 0 ? [inputs.map((source) => [source, 0, 0, {}] as const)] : [],
  };
}
