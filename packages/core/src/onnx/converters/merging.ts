import { type GraphScope, int } from '../graph.js';
import type { LayerRecord } from '../layer-records.js';
import { fromKeras, graphAxis } from '../layout.js';
import type { Converter, ConverterTable } from './converter.js';

export const MERGING: ConverterTable = {
  Add: pairwise('Add'),
  Multiply: pairwise('Mul'),
  /** Keras's layer of InceptionResNetV2. */
  CustomScaleLayer: ({ config }, [x, residual], scope) =>
    scope.node('Add', [x!, scope.node('Mul', [residual!, scope.floats('scale', config.scale as number)])]),
  Average: (layer, inputs, scope) => scope.node('Mean', sameRank(layer, inputs, scope)),
  Maximum: (layer, inputs, scope) => scope.node('Max', sameRank(layer, inputs, scope)),
  Minimum: (layer, inputs, scope) => scope.node('Min', sameRank(layer, inputs, scope)),
  Concatenate: ({ config, outputShape }, inputs, scope) =>
    scope.node('Concat', inputs, { axis: int(graphAxis((config.axis as number) ?? -1, outputShape.length)) }),
};

function pairwise(opType: string): Converter {
  return (layer, inputs, scope) =>
    sameRank(layer, inputs, scope).reduce((a, b) => scope.node(opType, [a, b]));
}

/** Keras gives an input of lower rank sides of 1 after the batch: `[b, c]` meets `[b, h, w, c]` as `[b, 1, 1, c]`. */
function sameRank({ inputShapes }: LayerRecord, inputs: readonly string[], scope: GraphScope): string[] {
  const rank = Math.max(...inputShapes.map(({ length }) => length));
  return inputs.map((input, i) => {
    const missing = rank - inputShapes[i]!.length;
    if (missing === 0) return input;
    // A vector's channels come right after the batch inside the graph, and a sequence's do not.
    if (missing === 2) return scope.node('Unsqueeze', [input, scope.integers('axes', [2, 3])]);
    return fromKeras(scope, scope.node('Unsqueeze', [input, scope.integers('axes', [1])]), rank);
  });
}
