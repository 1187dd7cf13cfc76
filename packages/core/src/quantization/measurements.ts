import { type Attribute, int } from '../onnx/graph.js';
import {
  DATA_TYPE,
  decodeModel,
  encodeModel,
  type GraphProto,
  type NodeProto,
} from '../onnx/proto/model-proto.js';
import { planQuantization } from './plan.js';

/** Something that is found out about a tensor, once per sample. */
export interface Measurement {
  readonly tensor: string;
  /** `range`: least and greatest value; `means`: one per channel. */
  readonly kind: 'range' | 'means';
  /** Numbers in it. */
  readonly width: number;
}

/**
 * A network that gives, in one row per sample, every measurement that quantising it needs and then what it gave before:
 * `[batch, widths of the measurements + values of its own output]`.
 */
export function withMeasurements(file: Uint8Array): { file: Uint8Array; measurements: Measurement[] } {
  const model = decodeModel(file);
  const { graph } = model;
  const measurements = measurementsFor(graph);
  const added: NodeProto[] = [];
  const node = (opType: string, input: string[], attributes: Record<string, Attribute> = {}) => {
    const name = `measured/${opType}_${added.length}`;
    const attribute = Object.entries(attributes).map(([key, value]) => ({ name: key, ...value }));
    added.push({ name, opType, input, output: [name], attribute });
    return name;
  };
  const flat = (tensor: string) => node('Flatten', [tensor], { axis: int(1) });
  const columns = measurements.flatMap(({ tensor, kind }) => {
    if (kind === 'means') return [flat(node('GlobalAveragePool', [tensor]))];
    const values = flat(tensor);
    return ['ReduceMin', 'ReduceMax'].map((opType) =>
      node(opType, [values, AXES.name], { keepdims: int(1) }),
    );
  });
  const output = node('Concat', [...columns, flat(graph.output[0]!.name)], { axis: int(1) });
  const dim = [{ dimParam: 'batch' }, { dimParam: 'row' }];
  const changed: GraphProto = {
    ...graph,
    node: [...graph.node, ...added],
    initializer: [...graph.initializer, AXES],
    output: [{ name: output, type: { tensorType: { elemType: DATA_TYPE.float, shape: { dim } } } }],
  };
  return { file: encodeModel({ ...model, graph: changed }), measurements };
}

const AXES = {
  name: 'measured/axes',
  dims: [1],
  dataType: DATA_TYPE.int64,
  rawData: new Uint8Array(BigInt64Array.of(1n).buffer),
};

function measurementsFor(graph: GraphProto): Measurement[] {
  const { activations, products } = planQuantization(graph);
  const kernels = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const channels = new Map(
    products
      .filter(({ opType }) => opType === 'Conv')
      .map(({ input: [x, kernel], attribute }) => {
        const groups = attribute.find(({ name }) => name === 'group')?.i ?? 1;
        return [x!, groups * kernels.get(kernel!)!.dims[1]!];
      }),
  );
  return [
    ...[...new Set(activations.values())].map((tensor) => ({ tensor, kind: 'range' as const, width: 2 })),
    ...[...channels].map(([tensor, width]) => ({ tensor, kind: 'means' as const, width })),
  ];
}
