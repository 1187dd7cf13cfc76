import { inputsOf, type LayerConfig, type Topology } from '../network/topology.js';

/**
 * Layers in the order in which Keras 3 keeps them, whatever order their configuration has: the furthest from the output first,
 * and of those equally far the one that a walk down from the output meets first (`map_graph` in keras/src/ops/function.py).
 * Weight files name layers by their class and their turn in this order.
 */
export function inKerasOrder({ config: { layers, output_layers } }: Topology): LayerConfig[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const met = new Map<string, number>();
  const visit = (name: string) => {
    if (met.has(name)) return;
    met.set(name, met.size);
    for (const source of inputsOf(byName.get(name)!)) visit(source);
  };
  visit(output_layers[0]![0]);

  const depths = new Map<string, number>();
  // Each layer comes after all it reads, so backwards every depth is final when it is passed on.
  for (const layer of layers.toReversed()) {
    const depth = depths.get(layer.name) ?? 0;
    depths.set(layer.name, depth);
    for (const source of inputsOf(layer)) depths.set(source, Math.max(depth + 1, depths.get(source) ?? 0));
  }
  return [...layers].sort(
    (a, b) => depths.get(b.name)! - depths.get(a.name)! || met.get(a.name)! - met.get(b.name)!,
  );
}
