import { ints, text } from '../../onnx/graph.js';
import { type Converter, type Converters, plain, plainNode, textAttribute } from '../operation.js';

export const PRODUCTS: Converters = {
  MatMul(operation) {
    const { scope, attr } = operation;
    const names = ['transpose_a', 'transpose_b'].map((name, i) =>
      attr[name]?.b
        ? scope.node('Transpose', [plain(operation, i)], { perm: ints([1, 0]) })
        : plain(operation, i),
    );
    return plainNode(operation, 'MatMul', names);
  },
  BatchMatMul: batched,
  BatchMatMulV2: batched,
  BatchMatMulV3: batched,
  Einsum(operation) {
    const equation = textAttribute(operation, 'equation') ?? operation.refuse('it has no equation');
    const names = operation.inputs.map((_, i) => plain(operation, i));
    return plainNode(operation, 'Einsum', names, { equation: text(equation) });
  },
};

function batched(operation: Parameters<Converter>[0]): ReturnType<Converter> {
  const names = [plain(operation, 0), plain(operation, 1)];
  const [left, right] = ['adj_x', 'adj_y'].map((name) => operation.attr[name]?.b ?? false);
  if (!left && !right) return plainNode(operation, 'MatMul', names);
  const equation = `...${left ? 'ji' : 'ij'},...${right ? 'kj' : 'jk'}->...ik`;
  return plainNode(operation, 'Einsum', names, { equation: text(equation) });
}
