import type { FlatNode } from './flatten-graph.js';

/** What a pixel may meet before it is scaled. */
const SCALING = ['Mul', 'RealDiv', 'Sub', 'Add', 'AddV2'];
const PASSING = ['Identity', 'IdentityN', 'Cast', 'StopGradient'];

/** Whether the first thing that a network does with its input is arithmetic with constants, as Keras's Rescaling does. */
export function scalesPixels(order: readonly FlatNode[], input: string): boolean {
  const pixels = new Set([input]);
  const varying = new Set([input]);
  for (const { name, op, inputs } of order) {
    const sources = inputs.filter(({ node }) => varying.has(node));
    if (sources.length === 0) continue;
    varying.add(name);
    if (sources.length > 1 || !pixels.has(sources[0]!.node)) continue;
    if (SCALING.includes(op)) return true;
    if (PASSING.includes(op)) pixels.add(name);
  }
  return false;
}
