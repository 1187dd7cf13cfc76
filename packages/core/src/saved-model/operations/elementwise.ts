import { float, int } from '../../onnx/graph.js';
import { DATA_TYPE } from '../../onnx/proto/model-proto.js';
import {
  areFirst,
  type Converter,
  type Converters,
  first,
  firstNode,
  input,
  type Operation,
  plain,
  plainNode,
  requireChannelsLast,
} from '../operation.js';
import { kindOf } from '../tensor.js';
import { firstName, plainName } from '../value.js';

type Emit = (node: Operation['scope']['node'], names: readonly string[], operation: Operation) => string;

/** Element by element the order of axes does not matter, so channels stay first where they are. */
function elementwise(emit: Emit): Converter {
  return (operation) => {
    const { inputs, scope } = operation;
    if (inputs.length === 0) operation.refuse('it has no inputs');
    const spaced = inputs.find((one) => one.spaced)?.spaced;
    if (spaced && !spaced.applied) operation.refuse('expected a convolution after SpaceToBatchND');
    if (areFirst(inputs)) {
      const names = inputs.map((one) => firstName(one, scope));
      return [{ first: emit(scope.node, names, operation), spaced }];
    }
    const names = inputs.map((one) => plainName(one, scope));
    return [{ plain: emit(scope.node, names, operation), spaced }];
  };
}

const same = (opType: string) => elementwise((node, names) => node(opType, names));
const scalar = ({ scope }: Operation, value: number) => scope.floats('value', value);

const clip = (from: number, to: number) =>
  elementwise((node, [x], one) => node('Clip', [x!, scalar(one, from), scalar(one, to)]));

const attribute = ({ attr }: Operation, name: string, otherwise: number) => float(attr[name]?.f ?? otherwise);

/** What TensorFlow calls them -> what ONNX calls the same. */
const SAME_IN_ONNX = {
  Relu: 'Relu',
  Elu: 'Elu',
  Sigmoid: 'Sigmoid',
  Tanh: 'Tanh',
  Softplus: 'Softplus',
  Softsign: 'Softsign',
  Erf: 'Erf',
  Exp: 'Exp',
  Log: 'Log',
  Sqrt: 'Sqrt',
  Abs: 'Abs',
  Neg: 'Neg',
  Floor: 'Floor',
  Ceil: 'Ceil',
  Sin: 'Sin',
  Cos: 'Cos',
  Sign: 'Sign',
  Round: 'Round',
  Rint: 'Round',
  Reciprocal: 'Reciprocal',
  Inv: 'Reciprocal',
  LogicalNot: 'Not',
  Add: 'Add',
  AddV2: 'Add',
  AddN: 'Sum',
  Sub: 'Sub',
  Mul: 'Mul',
  RealDiv: 'Div',
  Div: 'Div',
  Maximum: 'Max',
  Minimum: 'Min',
  Pow: 'Pow',
  FloorMod: 'Mod',
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
  Equal: 'Equal',
  LogicalAnd: 'And',
  LogicalOr: 'Or',
  SelectV2: 'Where',
} as const;

const pass: Converter = ({ inputs }) => [...inputs];

export const ELEMENTWISE: Converters = {
  ...Object.fromEntries(Object.entries(SAME_IN_ONNX).map(([op, opType]) => [op, same(opType)])),
  Relu6: clip(0, 6),
  LeakyRelu: elementwise((node, names, one) =>
    node('LeakyRelu', names, { alpha: attribute(one, 'alpha', 0.2) }),
  ),
  Selu: same('Selu'),
  Rsqrt: elementwise((node, names) => node('Reciprocal', [node('Sqrt', names)])),
  Square: elementwise((node, [x]) => node('Mul', [x!, x!])),
  SquaredDifference: elementwise((node, names) => {
    const difference = node('Sub', names);
    return node('Mul', [difference, difference]);
  }),
  FloorDiv: elementwise((node, [a, b], { attr }) =>
    kindOf(attr.T?.type) === 'integer'
      ? node('Div', [node('Sub', [a!, node('Mod', [a!, b!])]), b!])
      : node('Floor', [node('Div', [a!, b!])]),
  ),
  Erfc: elementwise((node, names, one) => node('Sub', [scalar(one, 1), node('Erf', names)])),
  Log1p: elementwise((node, [x], one) => node('Log', [node('Add', [x!, scalar(one, 1)])])),
  ClipByValue: elementwise((node, [x, from, to]) => node('Min', [node('Max', [x!, from!]), to!])),
  BiasAdd(operation) {
    requireChannelsLast(operation);
    return same('Add')(operation);
  },
  Cast(operation) {
    const [from, to] = ['SrcT', 'DstT'].map((name) => kindOf(operation.attr[name]?.type));
    const type = to === 'float' ? DATA_TYPE.float : to === 'integer' ? DATA_TYPE.int64 : DATA_TYPE.bool;
    if (from === undefined || to === undefined || to === 'text')
      operation.refuse('its types are not known here');
    const isSame = from === to && from !== 'integer';
    return isSame
      ? pass(operation)
      : elementwise((node, [x]) => node('Cast', [x!], { to: int(type) }))(operation);
  },
  Softmax: softmax('Softmax'),
  LogSoftmax: softmax('LogSoftmax'),
  ...Object.fromEntries(
    [
      'ReadVariableOp',
      'Identity',
      'IdentityN',
      'StopGradient',
      'PreventGradient',
      'Snapshot',
      'CheckNumerics',
      'PlaceholderWithDefault',
    ].map((op) => [op, pass]),
  ),
  EnsureShape: (operation) => [input(operation, 0)],
};

/** Over the last axis. */
function softmax(opType: string): Converter {
  return (operation) =>
    areFirst(operation.inputs)
      ? firstNode(operation, opType, [first(operation, 0)], { axis: int(1) })
      : plainNode(operation, opType, [plain(operation, 0)], { axis: int(-1) });
}
