import { inputsOf, type LayerConfig, type Topology } from '../network/topology.js';

/** Where a feature map becomes a vector. */
const TOP_STARTS = ['GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Flatten'];

/**
 * A network without its classifier: everything above the last feature map, which ends where, seen from the output along a
 * single path, the lowest pooling to a vector stands. A network that has none stays whole.
 */
export function withoutTop(topology: Topology): { topology: Topology; top: string[] } {
  const { config } = topology;
  const byName = new Map(config.layers.map((layer) => [layer.name, layer]));
  let end = config.output_layers[0]![0];
  let layer = byName.get(end);
  for (let inputs = layer && inputsOf(layer); inputs?.length === 1; inputs = layer && inputsOf(layer)) {
    if (TOP_STARTS.includes(layer!.class_name)) end = inputs[0]!;
    layer = byName.get(inputs[0]!);
  }
  const kept = new Set<LayerConfig>();
  const keep = (one: LayerConfig) => {
    if (kept.has(one)) return;
    kept.add(one);
    for (const name of inputsOf(one)) keep(byName.get(name)!);
  };
  keep(byName.get(end)!);
  return {
    topology: {
      ...topology,
      config: {
        ...config,
        layers: config.layers.filter((one) => kept.has(one)),
        output_layers: [[end, 0, 0]],
      },
    },
    top: config.layers.filter((one) => !kept.has(one)).map(({ name }) => name),
  };
}
