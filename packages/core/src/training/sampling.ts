import type { Random } from '../random.js';

/** `shuffled`: every sample once an epoch; `balanced`: every class equally often. */
export type Sampling = 'shuffled' | 'balanced';

/**
 * The order in which one epoch shows the samples, as many as there are. Balanced, the classes share the epoch evenly: a
 * rare class's samples come round several times, a frequent class shows a part of its samples, another one each epoch.
 *
 * @param labels of the samples. @returns their positions.
 */
export function epochOrder(labels: Int32Array, sampling: Sampling, random: Random): number[] {
  const shuffled = random.shuffle([...labels.keys()]);
  if (sampling === 'shuffled') return shuffled;
  const byClass = new Map<number, number[]>();
  for (const position of shuffled) {
    const label = labels[position]!;
    const members = byClass.get(label);
    if (members) members.push(position);
    else byClass.set(label, [position]);
  }
  const classes = random.shuffle([...byClass.keys()].sort((a, b) => a - b));
  const order = shuffled.map((_, place) => {
    const members = byClass.get(classes[place % classes.length]!)!;
    return members[Math.floor(place / classes.length) % members.length]!;
  });
  return random.shuffle(order);
}
