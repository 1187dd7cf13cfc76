import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { ModelProto, TensorProto } from '../onnx/proto/model-proto.js';
import { refused } from './errors.js';

type External = TensorProto & {
  dataLocation?: number;
  externalData?: { key: string; value: string }[];
};

/** `TensorProto.DataLocation.EXTERNAL`. */
const EXTERNAL = 1;

/**
 * The model with the weights that lie in files beside it, as PyTorch writes them by default.
 *
 * @throws BackboneError `BACKBONE_FILE` where one is missing or lies elsewhere.
 */
export async function withExternalWeights(model: ModelProto, path: string): Promise<ModelProto> {
  const files = new Map<string, Promise<Uint8Array>>();
  const initializer = await Promise.all(
    model.graph.initializer.map(async (tensor: External) => {
      if (tensor.dataLocation !== EXTERNAL) return tensor;
      const facts = new Map(tensor.externalData?.map(({ key, value }) => [key, value]));
      const location = facts.get('location') ?? '';
      if (!files.has(location)) files.set(location, readBeside(path, location));
      const bytes = await files.get(location)!;
      const start = Number(facts.get('offset') ?? 0);
      const end = facts.has('length') ? start + Number(facts.get('length')) : bytes.length;
      if (end > bytes.length) throw refused(path, `its weights file ${location} ends early`);
      const { dataLocation: _, externalData: __, ...rest } = tensor;
      return { ...rest, rawData: bytes.subarray(start, end) };
    }),
  );
  return { ...model, graph: { ...model.graph, initializer } };
}

/** The file comes from outside: it may name what lies beside it, nothing else on this machine. */
async function readBeside(path: string, location: string): Promise<Uint8Array> {
  const folder = dirname(path);
  const file = join(folder, location);
  if (location === '' || relative(folder, file).startsWith('..')) {
    throw refused(path, `its weights are said to lie in "${location}"`);
  }
  return readFile(file).catch((cause: unknown) => {
    throw refused(path, `its weights file ${location} cannot be read; keep both in one folder`, cause);
  });
}
