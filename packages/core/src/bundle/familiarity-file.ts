import type { Familiarity } from '../evaluation/familiarity.js';
import { parseSafetensors, writeSafetensors } from '../weights/safetensors.js';
import { FAMILIARITY_FILE } from './layout.js';

/** As one safetensors file. */
export function serializeFamiliarity({ means, discriminants }: Familiarity, classes: number): Uint8Array {
  const matrix = (name: string, data: Float32Array) => ({
    name,
    data,
    shape: [classes, data.length / classes],
  });
  return writeSafetensors([
    matrix('means', means),
    ...(discriminants
      ? [
          matrix('discriminants', discriminants.directions),
          { name: 'offsets', data: discriminants.offsets, shape: [classes] },
        ]
      : []),
  ]);
}

/** @param bytes what `serializeFamiliarity` gave; the bundle's hashes vouch for them. */
export function parseFamiliarity(bytes: Uint8Array): Familiarity {
  const { tensors } = parseSafetensors(bytes, FAMILIARITY_FILE);
  const [means, directions, offsets] = ['means', 'discriminants', 'offsets'].map(
    (name) => tensors.get(name)?.data,
  );
  return { means: means!, discriminants: directions && offsets && { directions, offsets } };
}
