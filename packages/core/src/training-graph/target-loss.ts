import { FLOAT, type Graph, type Ref, type as typeAttribute } from './graph.js';
import type { EmittedLoss } from './loss.js';
import { meanOver, reshape } from './shapes.js';
import type { TargetLossName } from './types.js';

/** `targetLoss` of `training/target-loss.ts` with its gradient: of outputs and targets, both `[batch, outputs]`. */
export function emitTargetLoss(graph: Graph, outputs: Ref, targets: Ref, name: TargetLossName): EmittedLoss {
  const { perCell, byOutput, correct } = LOSSES[name](graph, outputs, targets);
  const cells = graph.add('Cast', [graph.add('Size', [targets], { ...FLOAT, out_type: INT32 })], {
    SrcT: INT32,
    DstT: typeAttribute('float'),
  });
  return {
    loss: meanOver(graph, perCell, [0, 1]),
    correct,
    gradient: graph.add('RealDiv', [byOutput, cells]),
  };
}

interface Emitted {
  readonly perCell: Ref;
  /** Derivative of each cell's loss by its output. */
  readonly byOutput: Ref;
  readonly correct: Ref;
}

const LOSSES: Readonly<Record<TargetLossName, (graph: Graph, x: Ref, z: Ref) => Emitted>> = {
  /** max(x, 0) - x z + log(1 + e^-|x|), the form that cannot overflow. */
  sigmoid(graph, x, z) {
    const tail = graph.add('Log1p', [graph.add('Exp', [graph.add('Neg', [graph.add('Abs', [x])])])]);
    const linear = graph.add('Sub', [graph.add('Relu', [x]), graph.add('Mul', [x, z])]);
    const said = asFloat(graph, graph.add('Greater', [x, graph.floats(0)]));
    const wrong = graph.add('Max', [graph.add('Abs', [graph.add('Sub', [said, z])]), graph.ints([1])], {
      ...FLOAT,
      Tidx: INT32,
    });
    const right = graph.add('Sub', [graph.floats(1), wrong]);
    return {
      perCell: graph.add('AddV2', [linear, tail]),
      byOutput: graph.add('Sub', [graph.add('Sigmoid', [x]), z]),
      correct: graph.add('Sum', [reshape(graph, right, [-1]), graph.ints([0])], { ...FLOAT, Tidx: INT32 }),
    };
  },
  squared(graph, x, z) {
    const off = graph.add('Sub', [x, z]);
    return {
      perCell: graph.add('Square', [off]),
      byOutput: graph.add('Mul', [graph.floats(2), off]),
      correct: graph.floats(Number.NaN),
    };
  },
};

function asFloat(graph: Graph, truth: Ref): Ref {
  return graph.add('Cast', [truth], { SrcT: typeAttribute('bool'), DstT: typeAttribute('float') });
}

const INT32 = typeAttribute('int32');
