import type { Familiarity } from '../evaluation/familiarity.js';
import { parseSafetensors, writeSafetensors } from '../weights/safetensors.js';
import { FAMILIARITY_FILE } from './layout.js';

const NAMES = ['means', 'discriminants', 'offsets'] as const;

/** As one safetensors file. */
export function serializeFamiliarity(familiarity: Familiarity): Uint8Array {
  const classes = familiarity.offsets.length;
  return writeSafetensors(
    NAMES.map((name) => {
      const data = familiarity[name];
      return { name, data, shape: data.length === classes ? [classes] : [classes, data.length / classes] };
    }),
  );
}

/** @param bytes what `serializeFamiliarity` gave; the bundle's hashes vouch for them. */
export function parseFamiliarity(bytes: Uint8Array): Familiarity {
  const { tensors } = parseSafetensors(bytes, FAMILIARITY_FILE);
  const [means, discriminants, offsets] = NAMES.map((name) => tensors.get(name)!.data);
  return { means: means!, discriminants: discriminants!, offsets: offsets! };
}
