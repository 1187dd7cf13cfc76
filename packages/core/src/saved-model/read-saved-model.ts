import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../hash.js';
import { type ModelProto, ONNX_VERSION } from '../onnx/proto/model-proto.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import { convertGraph } from './convert-graph.js';
import { type FlatGraph, flattenGraph, inOrder, type Ref } from './flatten-graph.js';
import { decodeSavedModel } from './messages.js';
import { scalesPixels } from './scales-pixels.js';
import { findSignature, type Signature } from './signature.js';
import { variablesOf } from './variables.js';

export interface ReadSavedModel {
  /** Pictures in, `[batch, height, width, channels]`; what the signature gives out. */
  readonly model: ModelProto;
  /** Of everything that was read. */
  readonly sha256: string;
  /** Whether the network starts with scaling its input. */
  readonly scalesPixels: boolean;
}

/**
 * A SavedModel of TensorFlow as ONNX: its signature for serving, functions written out, variables from its checkpoint as
 * constants.
 *
 * @param output name of an output of the signature, or of an operation, to end at instead.
 * @throws an error that says what is wrong with it; ConversionError where an operation is not known.
 */
export async function readSavedModel(folder: string, output?: string): Promise<ReadSavedModel> {
  const bytes = await readFile(join(folder, 'saved_model.pb'));
  const signature = findSignature(decodeSavedModel(bytes).metaGraphs, output);
  const { files, checkpoint } = await openVariables(folder);
  const flat = flattenGraph(signature.graph, nodeOf(signature.output.name));
  const input = { ref: flat.resolve(signature.input.name ?? ''), info: signature.input };
  const end = endOf(flat, signature, output);
  const graph = convertGraph(flat, { input, output: end }, variablesOf(signature.graph, checkpoint));
  return {
    model: {
      irVersion: ONNX_VERSION.ir,
      opsetImport: [{ domain: '', version: ONNX_VERSION.opset }],
      graph,
      metadataProps: [],
    },
    sha256: sha256(bytes, ...files),
    scalesPixels: scalesPixels(inOrder(flat, end.node), input.ref.node),
  };
}

/** Operations whose own names say less than those of what they pass on. */
const PASS = ['Identity', 'IdentityN'];

function endOf(flat: FlatGraph, { output, outputs }: Signature, asked: string | undefined): Ref {
  const last = flat.resolve(output.name ?? '');
  if (asked === undefined || Object.hasOwn(outputs, asked)) return named(flat, last);
  // Notices name tensors of the ONNX graph: the operation with ONNX's operator behind it.
  for (const name of [asked, asked.replace(/\/[A-Za-z]+$/, '')]) {
    const ref = flat.resolve(name);
    if (flat.nodes.has(ref.node)) return ref;
  }
  const names = inOrder(flat, last.node).map(({ name }) => name);
  throw new Error(`it has no operation "${asked}". The last ones are ${names.slice(-8).join(', ')}`);
}

function named(flat: FlatGraph, ref: Ref): Ref {
  let end = ref;
  for (let steps = 0; steps < flat.nodes.size; steps++) {
    const node = flat.nodes.get(end.node);
    const next = node && PASS.includes(node.op) ? node.inputs[end.output] : undefined;
    if (!next) break;
    end = next;
  }
  return end;
}

/** A frozen graph, whose weights are constants, has none. */
async function openVariables(folder: string): Promise<{ files: Uint8Array[]; checkpoint: Checkpoint }> {
  const files: Uint8Array[] = [];
  const read = async (ending: string) => {
    const file = await readFile(join(folder, 'variables', `variables.${ending}`));
    files.push(file);
    return file;
  };
  const index = await read('index').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return { files, checkpoint: index ? await readCheckpoint(index, read) : () => undefined };
}

function nodeOf(tensor = ''): string {
  return tensor.split(':')[0]!;
}
