import { setFlagsFromString } from 'node:v8';

/** Garbage that V8 lets gather, as a share of what is in use, in per cent. */
const GARBAGE_PERCENT = 100;

let works = 0;

/**
 * Lets V8 collect garbage less often while `work` runs. Each picture leaves half a megabyte of pixels outside of the heap;
 * left alone, V8 looks through a heap of 40 MB for every 25 of them, a tenth to a sixth of all processor time (docs/decisions/0012).
 */
export async function withFewerCollections<T>(work: () => Promise<T>): Promise<T> {
  if (works++ === 0) setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
  try {
    return await work();
  } finally {
    if (--works === 0) setFlagsFromString('--heap-growing-percent=0'); // V8 decides by itself.
  }
}
