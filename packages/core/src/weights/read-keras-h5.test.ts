import { gunzipSync } from 'node:zlib';
import { File, type Group, ready } from 'h5wasm';
import { describe, expect, test } from 'vitest';
import { readKerasH5 } from './read-keras-h5.js';

const PATH = 'written.h5';

/**
 * Written by h5py 3.14 and gzipped: a layer `a` with `half` (float16 1, -2, 0.333), `big` (big-endian float32
 * [[1.5, -3]]) and `packed` (float32 0, 1, 2, 3; shuffled and deflated).
 */
const WRITTEN_BY_H5PY = [
  'H4sIAAAAAAACA+v0cHHj5ZLiYubgYICB/1CgABUygIoLS/639PdwCWJScD/Bmo2MK5iEkDXCABcTAyMDg6gQAwumHI8RAwMz',
  'Aw8DB4MIA0NOYmVqUXxeYm5qMYMwUAsQMTAxAgHUZhidyMYD4jAmHoYKBPN+kcXupCoBAQaGFCaIMkOocoiDQDILmVH9xuMC',
  'cg4vxDnlqZnpGSVI7mGDugeqiQFGZyTmpDEwJGWmA9kFicnZqSkgUY7FKcvBjgK6lFEEu05mEQZGQQV+BogDBRi4WBm4+IEs',
  'VqALmbk4gMHJwsgADX82WMRsYBhyIOdg0il/Zw9vUJjfZYGIGUPl2PhBkckCCsQIWAwzWC/YXAYPPBVg4DEhkgETWnJgQg5M',
  'RXkGiPkKDOIcDOL1aIHJBg1MeDJfMPgDz0yu5BEo8LDnIDY+UEgwA1PfVGhA/JHh34Ce8KBhzsCCkvBwhBU3txgDIxMTKJcw',
  'glUwwlkcMkAzgFKMLCyMQkhu5IMFaM/gCruHVxe6g8IOe8nEJgjyGxskz16EZsrTrzcUMIyCUTCSgA3DgRBT+wMMDAccGBgq',
  '4pITGprY2NjZqtnZGdh8GRsAGfq29CAIAAA=',
].join('');

describe('a legacy Keras file', () => {
  test('lists layers in model order, which is not the order of the file', async () => {
    const bytes = await write((root) => {
      root.create_attribute('layer_names', ['b', 'none', 'a']);
      addLayer(root, 'a', { 'a/kernel:0': [1], 'a/bias:0': [2] });
      addLayer(root, 'b', { 'b/kernel:0': [3] });
      addLayer(root, 'none', {});
    });

    const { layers, format, naming } = await readKerasH5(bytes, PATH);

    expect({ format, naming }).toEqual({ format: 'keras-h5', naming: 'layers' });
    expect(layers).toEqual([
      { layer: 'b', tensors: [tensor('kernel', 3)] },
      { layer: 'a', tensors: [tensor('kernel', 1), tensor('bias', 2)] },
    ]);
  });

  test('may cut its lists into several attributes, as Keras does beyond 64 KB', async () => {
    const bytes = await write((root) => {
      root.create_attribute('layer_names0', ['a']);
      root.create_attribute('layer_names1', ['b']);
      addLayer(root, 'a', { 'a/kernel:0': [1] });
      addLayer(root, 'b', { 'b/kernel:0': [2] });
    });

    expect((await readKerasH5(bytes, PATH)).layers.map(({ layer }) => layer)).toEqual(['a', 'b']);
  });

  test('gives the layers of a model that is used as a layer', async () => {
    const bytes = await write((root) => {
      root.create_attribute('layer_names', ['mobilenet', 'dense']);
      addLayer(root, 'mobilenet', { 'conv1/kernel:0': [1], 'conv1_bn/gamma:0': [2], 'conv1_bn/beta:0': [3] });
      addLayer(root, 'dense', { 'dense/kernel:0': [4] });
    });

    expect((await readKerasH5(bytes, PATH)).layers).toEqual([
      { layer: 'conv1', tensors: [tensor('kernel', 1)] },
      { layer: 'conv1_bn', tensors: [tensor('gamma', 2), tensor('beta', 3)] },
      { layer: 'dense', tensors: [tensor('kernel', 4)] },
    ]);
  });

  test('keeps a layer together whose tensors were given another name by TensorFlow', async () => {
    const bytes = await write((root) => {
      root.create_attribute('layer_names', ['block1_conv1']);
      addLayer(root, 'block1_conv1', { 'block1_conv1_1/kernel:0': [1], 'block1_conv1_1/bias:0': [2] });
    });

    expect((await readKerasH5(bytes, PATH)).layers).toEqual([
      { layer: 'block1_conv1', tensors: [tensor('kernel', 1), tensor('bias', 2)] },
    ]);
  });

  test('that does not hold a tensor it lists is refused by its name', async () => {
    const bytes = await write((root) => {
      root.create_attribute('layer_names', ['a']);
      root.create_group('a').create_attribute('weight_names', ['a/kernel:0']);
    });

    await expect(readKerasH5(bytes, PATH)).rejects.toMatchObject({
      code: 'WEIGHTS_DAMAGED',
      message: expect.stringContaining('a/kernel:0'),
    });
  });

  test.each([
    ['<f', 0.5],
    ['<d', 0.5],
    ['<i', -2],
    ['<B', 200],
  ])('of numbers stored as %s is widened to float32', async (dtype, value) => {
    const bytes = await write((root) => {
      root.create_attribute('layer_names', ['a']);
      const group = root.create_group('a');
      group.create_attribute('weight_names', ['kernel:0']);
      group.create_dataset({ name: 'kernel:0', data: [value], shape: [1], dtype });
    });

    expect((await readKerasH5(bytes, PATH)).layers[0]!.tensors[0]).toEqual(tensor('kernel', value));
  });

  test('of float16, big-endian or compressed numbers is read, too', async () => {
    const { layers } = await readKerasH5(gunzipSync(Buffer.from(WRITTEN_BY_H5PY, 'base64')), PATH);

    expect(layers).toEqual([
      {
        layer: 'a',
        tensors: [
          // The float16 nearest to 0.333 is 1364 / 4096.
          { name: 'half', shape: [3], data: Float32Array.of(1, -2, 1364 / 4096) },
          { name: 'big', shape: [1, 2], data: Float32Array.of(1.5, -3) },
          { name: 'packed', shape: [4], data: Float32Array.of(0, 1, 2, 3) },
        ],
      },
    ]);
  });

  test('of text is refused by the name of the tensor', async () => {
    const bytes = await write((root) => {
      root.create_attribute('layer_names', ['a']);
      const group = root.create_group('a');
      group.create_attribute('weight_names', ['kernel:0']);
      group.create_dataset({ name: 'kernel:0', data: ['text'] });
    });

    await expect(readKerasH5(bytes, PATH)).rejects.toMatchObject({
      code: 'WEIGHTS_DAMAGED',
      message: expect.stringContaining('a/kernel:0'),
    });
  });
});

test('a tensor that claims more than the file can hold is refused before memory is taken for it', async () => {
  const bytes = await write((root) => {
    root.create_attribute('layer_names', ['a']);
    const group = root.create_group('a');
    group.create_attribute('weight_names', ['kernel:0']);
    const data = new Float32Array(16);
    const dataset = group.create_dataset({
      name: 'kernel:0',
      data,
      shape: [16],
      maxshape: [null],
      chunks: [16],
    });
    dataset.resize([2 ** 27]);
  });

  await expect(readKerasH5(bytes, PATH)).rejects.toMatchObject({
    code: 'WEIGHTS_DAMAGED',
    message: expect.stringContaining('[134217728]'),
  });
});

test('an HDF5 file of somebody else is refused', async () => {
  const bytes = await write((root) => {
    root.create_dataset({ name: 'temperature', data: Float32Array.of(1) });
  });

  await expect(readKerasH5(bytes, PATH)).rejects.toMatchObject({ code: 'WEIGHTS_UNKNOWN_FORMAT' });
});

test('a refused file leaves the library ready for the next', async () => {
  const good = await write((root) => {
    root.create_attribute('layer_names', ['a']);
    addLayer(root, 'a', { 'a/kernel:0': [1] });
  });

  for (let i = 0; i < 3; i++) {
    await expect(readKerasH5(good.slice(0, -1), PATH)).rejects.toMatchObject({
      code: 'WEIGHTS_TRUNCATED',
    });
    expect((await readKerasH5(good.slice(), PATH)).layers).toHaveLength(1);
  }
});

function tensor(name: string, value: number) {
  return { name, shape: [1], data: Float32Array.of(value) };
}

function addLayer(root: Group, layer: string, tensors: Record<string, number[]>) {
  const group = root.create_group(layer);
  const names = Object.keys(tensors);
  // What h5py makes of an empty list.
  group.create_attribute('weight_names', names.length > 0 ? names : new Float64Array(0));
  for (const [name, values] of Object.entries(tensors)) {
    const scope = name.slice(0, name.lastIndexOf('/'));
    if (!group.keys().includes(scope)) group.create_group(scope);
    group.create_dataset({ name, data: Float32Array.from(values), shape: [values.length] });
  }
}

let written = 0;

async function write(fill: (root: Group) => void): Promise<Uint8Array> {
  const library = await ready;
  const name = `/written-${written++}.h5`;
  const file = new File(name, 'w');
  fill(file);
  file.close();
  return library.FS.readFile(name) as Uint8Array;
}
