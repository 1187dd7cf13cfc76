import type { MetaGraphDef, SignatureDef, TensorInfo } from './messages.js';

/** What a model can be asked, by the names that people give it, best first. */
const SIGNATURES = ['serving_default', 'serve'];
const OUTPUTS = ['output_0', 'default', 'output'];
/** The graph that is meant for use rather than for training. */
const TAG = 'serve';

export interface Signature {
  readonly graph: MetaGraphDef;
  readonly input: TensorInfo;
  readonly outputs: Readonly<Record<string, TensorInfo>>;
  /** Of `outputs`, the one asked for, else the one that is meant where none is named. */
  readonly output: TensorInfo;
}

/** @throws an error that says what is wrong. */
export function findSignature(graphs: readonly MetaGraphDef[], asked?: string): Signature {
  const graph = graphs.find(({ metaInfoDef }) => metaInfoDef?.tags.includes(TAG)) ?? graphs[0];
  if (!graph?.graphDef) throw new Error('it holds no graph');
  const usable = Object.entries(graph.signatureDef).filter(
    ([, { inputs }]) => Object.keys(inputs).length > 0,
  );
  const { inputs, outputs } = pick(Object.fromEntries(usable), SIGNATURES, 'signature') as SignatureDef;
  const ends = Object.entries(inputs);
  if (ends.length !== 1) {
    throw new Error(`expected one input, pictures; found ${ends.map(([name]) => name).join(', ')}`);
  }
  // An operation that is asked for lies on the way to any of the outputs.
  const names = asked === undefined ? OUTPUTS : [asked, ...OUTPUTS, ...Object.keys(outputs)];
  return { graph, input: ends[0]![1], outputs, output: pick(outputs, names, 'output') };
}

/** The one that has the best name, else the only one. */
function pick<T>(all: Readonly<Record<string, T>>, names: readonly string[], what: string): T {
  const best = names.find((name) => Object.hasOwn(all, name));
  const found = Object.keys(all).sort();
  if (best === undefined && found.length !== 1) {
    throw new Error(
      `expected one ${what} or one named ${names.join(' or ')}; found ${found.join(', ') || 'none'}`,
    );
  }
  return all[best ?? found[0]!]!;
}
