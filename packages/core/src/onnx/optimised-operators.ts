import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { decodeModel } from './proto/model-proto.js';
import { sessionOptions } from './session.js';

/** For tests: operators of the graph that ONNX Runtime runs, after its own rewriting for this processor. */
export async function optimisedOperators(file: Uint8Array): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'graft-onnx-'));
  const optimizedModelFilePath = join(folder, 'optimised.onnx');
  try {
    const session = await InferenceSession.create(file, { ...sessionOptions(1), optimizedModelFilePath });
    await session.release();
    return decodeModel(await readFile(optimizedModelFilePath)).graph.node.map(({ opType }) => opType);
  } finally {
    await rm(folder, { recursive: true });
  }
}
