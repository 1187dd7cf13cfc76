import { availableParallelism } from 'node:os';
import { loadBackbone } from '../backbones/load-backbone.js';
import { freezeNetwork } from './frozen-network.js';

const LEAST_MILLISECONDS = 2000;

/**
 * How fast features come: the network of default size, compiled, on bytes that are already decoded, one picture a
 * processor at a time for at least two seconds. Weights are drawn at random, for speed does not depend on them.
 *
 * @returns pictures per second when all processors of this machine do nothing else: from the processor time spent, so
 * that other work under way does not lower it.
 * @throws BackboneError `BACKBONE_UNKNOWN`.
 */
export async function measureBackbone(name: string): Promise<number> {
  const { model, options, scaling } = await loadBackbone({ name, weights: 'random' });
  const network = await freezeNetwork(model, { pixels: scaling });
  model.dispose();
  const picture = new Uint8Array(options.inputSize ** 2 * 3).fill(128);
  const processors = availableParallelism();
  const round = () => Promise.all(Array.from({ length: processors }, () => network.run(picture)));
  try {
    await round(); // The first run reserves memory.
    const start = performance.now();
    const before = process.cpuUsage();
    let rounds = 0;
    for (; performance.now() - start < LEAST_MILLISECONDS; rounds++) await round();
    const { user, system } = process.cpuUsage(before);
    return (rounds * processors * processors * 1e6) / (user + system);
  } finally {
    await network.dispose();
  }
}
