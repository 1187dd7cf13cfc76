import type { LayerRecord } from './layer-records.js';

/** The layers that read this one. */
export function readersOf(layers: readonly LayerRecord[], { name }: LayerRecord): LayerRecord[] {
  return layers.filter(({ inputs }) => inputs.includes(name));
}

/**
 * Merges a layer of one input into a neighbour: `gone` disappears, `changed` stands in `neighbour`'s place, and what read
 * `gone` reads what that had read.
 */
export function merged(
  layers: readonly LayerRecord[],
  gone: LayerRecord,
  neighbour: LayerRecord,
  changed: LayerRecord,
): LayerRecord[] {
  return layers
    .filter((layer) => layer !== gone)
    .map((layer) => (layer === neighbour ? changed : layer))
    .map((layer) => ({
      ...layer,
      inputs: layer.inputs.map((input) => (input === gone.name ? gone.inputs[0]! : input)),
    }));
}
