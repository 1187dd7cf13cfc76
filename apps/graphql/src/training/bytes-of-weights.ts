import { BACKBONE_COSTS, type Backbone } from '@graft/core';

/** Those that ship with Graft are stored in 16 bits a number, published ones in 32. @returns undefined where nobody counted. */
export function bytesOfWeights({ name, embeddedWeights }: Backbone): number | undefined {
  const parameters = BACKBONE_COSTS[name]?.parameters;
  return parameters && parameters * (embeddedWeights ? 2 : 4);
}
