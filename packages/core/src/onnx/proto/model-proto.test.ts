import { describe, expect, test } from 'vitest';
import { DATA_TYPE, decodeModel, encodeModel, type ModelProto } from './model-proto.js';

const model: ModelProto = {
  irVersion: 8,
  opsetImport: [{ domain: '', version: 18 }],
  producerName: 'graft',
  graph: {
    name: 'g',
    node: [
      {
        name: 'n',
        opType: 'Elu',
        input: ['x'],
        output: ['y'],
        attribute: [
          { name: 'alpha', type: 1, f: 0.5 },
          { name: 'pads', type: 7, ints: [0, -1, 2 ** 40] },
        ],
      },
    ],
    initializer: [
      {
        name: 'w',
        dims: [2],
        dataType: DATA_TYPE.float,
        rawData: new Uint8Array([0, 0, 128, 63, 0, 0, 0, 64]),
      },
    ],
    input: [
      {
        name: 'x',
        type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'batch' }, { dimValue: 3 }] } } },
      },
    ],
    output: [],
  },
  metadataProps: [{ key: 'labels', value: '["cat","dög"]' }],
};

describe('an ONNX file', () => {
  test('gives back what was written, field by field', () => {
    const { graph, ...facts } = decodeModel(encodeModel(model));
    const [tensor] = graph.initializer;
    expect({ ...facts, graph: model.graph }).toMatchObject(model);
    expect(graph).toMatchObject({
      ...model.graph,
      initializer: [{ name: 'w', dims: [2], dataType: DATA_TYPE.float }],
    });
    expect([...tensor!.rawData]).toEqual([...model.graph.initializer[0]!.rawData]);
  });

  test('has the bytes of the protobuf wire format', () => {
    // Field 1 (ir_version), varint 8; field 2 (producer_name), length 5, "graft"; by the field numbers of onnx.proto.
    const [irVersion, producer] = ['0808', `1205${Buffer.from('graft').toString('hex')}`];
    const hex = Buffer.from(encodeModel(model)).toString('hex');
    expect(hex.startsWith(irVersion)).toBe(true);
    expect(hex).toContain(producer);
    // Field 8 (opset_import) with field 1 (domain) empty and field 2 (version) 18.
    expect(hex).toContain('42040a001012');
  });
});
