import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { Ref } from './graph.js';
import { encodeSavedModel, type Node, TAG } from './saved-model.js';

/** A graph that TensorFlow has loaded, with the variables it holds. */
export interface Session {
  /** Runs what the fetched outputs need. @returns tensors that the caller disposes. */
  run(feeds: ReadonlyMap<Ref, tf.Tensor>, fetches: readonly Ref[]): tf.Tensor[];
  dispose(): void;
}

/** Needs the native engine; the graph passes through a temporary folder, because TensorFlow loads files only. */
export async function openSession(nodes: readonly Node[]): Promise<Session> {
  const backend = tf.backend() as unknown as NativeBackend;
  const folder = await mkdtemp(join(tmpdir(), 'graft-step-'));
  let id: number;
  try {
    await writeFile(join(folder, 'saved_model.pb'), encodeSavedModel(nodes));
    id = backend.loadSavedModelMetaGraph(folder, TAG);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    run(feeds, fetches) {
      // A tensor made from a JavaScript array lends TensorFlow that array's memory, and its release is a call into Node. Inside
      // a graph the last release may come from one of TensorFlow's threads, where such a call crashes the process now and
      // then; so the graph gets copies that are TensorFlow's own. Times one, because that keeps every bit.
      const owned = [...feeds.values()].map((feed) => tf.tidy(() => feed.mul(tf.scalar(1, feed.dtype))));
      try {
        return backend.runSavedModel(
          id,
          owned,
          [...feeds.keys()].map((ref) => ({ name: withIndex(ref) })),
          fetches.map(withIndex),
        );
      } finally {
        tf.dispose(owned);
      }
    },
    dispose: () => backend.deleteSavedModel(id),
  };
}

/**
 * What `tf.node.loadSavedModel` is made of (tfjs-node's nodejs_kernel_backend.ts). Used directly, because that function
 * reads the file once more for each signature, and nothing here needs a signature.
 */
interface NativeBackend {
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(
    id: number,
    inputs: readonly tf.Tensor[],
    inputInfos: readonly { name: string }[],
    outputNames: readonly string[],
  ): tf.Tensor[];
  deleteSavedModel(id: number): void;
}

function withIndex(ref: Ref): string {
  return ref.includes(':') ? ref : `${ref}:0`;
}
