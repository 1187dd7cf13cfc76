import { FLOAT, type Graph, integer, type Ref } from './graph.js';
import type { GradientClipping } from './types.js';

/** Gradients within bounds, as Keras 3's `global_clipnorm` and `clipvalue` bound them. */
export function emitClipping(graph: Graph, clipping: GradientClipping, gradients: readonly Ref[]): Ref[] {
  if ('value' in clipping) {
    const bounds = [-clipping.value, clipping.value].map((bound) => graph.floats(bound));
    return gradients.map((gradient) => graph.add('ClipByValue', [gradient, ...bounds]));
  }
  const halves = gradients.map((gradient) => graph.add('L2Loss', [gradient]));
  const half = graph.add('AddN', halves, { ...FLOAT, N: integer(halves.length) });
  const norm = graph.add('Sqrt', [graph.add('Mul', [half, graph.floats(2)])]);
  const bound = graph.floats(clipping.globalNorm);
  // A norm within the bound divides by the bound itself: a factor of exactly 1.
  const factor = graph.add('RealDiv', [bound, graph.add('Maximum', [norm, bound])]);
  return gradients.map((gradient) => graph.add('Mul', [gradient, factor]));
}
