import { readFile } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';

/** Vector instruction sets, as Linux spells them for x86 and arm. */
const INTERESTING = [
  'sse4_2',
  'avx',
  'avx2',
  'fma',
  'avx512f',
  'avx512_vnni',
  'avx_vnni',
  'amx_tile',
  'asimd',
  'asimddp',
  'sve',
];

/** Empty where the system does not say (macOS, Windows). */
export async function processorFeatures(): Promise<string[]> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const flags = new Set(text.match(/^(?:flags|Features)\s*:\s*(.+)$/m)?.[1]?.split(' '));
  return INTERESTING.filter((feature) => flags.has(feature));
}

export function memoryBytes(): { totalBytes: number; availableBytes: number } {
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const totalBytes = Math.min(totalmem(), limit);
  const available = typeof process.availableMemory === 'function' ? process.availableMemory() : freemem();
  return { totalBytes, availableBytes: Math.min(available, totalBytes) };
}
