/**
 * The benchmark's work as data. A case is what every system is asked to do; `systems` are those that can.
 *
 * A plan, given to each system as JSON: `work` (train, step, embed, latency), `backbone`, `head`, `from` (first layer that
 * learns), `epochs`, `batchSize`, `learningRate`, `warmUp` and `repeats` of what is timed one by one; main.mjs adds `data`,
 * `files`, `weights` or `keras` (a whole network), `onnx`, `careful` for the second of the two Keras users, and `precision` for Graft's two.
 */

export const SYSTEMS = {
  graft: 'Graft',
  graftInt8: 'Graft, frozen part in int8',
  keras: 'Keras, as in the tutorial',
  kerasCareful: 'Keras, features computed once',
  tfjsNode: 'tfjs-node alone',
  onnxRuntime: 'ONNX Runtime in Python',
  pytorch: 'PyTorch',
  roofline: 'Decoding + network, raw',
};

const TRAINING = ['graft', 'kerasCareful', 'tfjsNode', 'keras'];
const COMPUTING = ['graft', 'kerasCareful', 'onnxRuntime', 'pytorch', 'roofline', 'keras', 'tfjsNode'];
const BLOCKS = {
  vgg16: 'block5_conv1',
  'mobilenet-v2': 'block_16_expand',
  'efficientnet-lite0': 'block6a_expand_conv',
};
const NAMES = { vgg16: 'VGG16', 'mobilenet-v2': 'MobileNetV2', 'efficientnet-lite0': 'EfficientNet-Lite0' };

/** @param quick shrinks every count, to see that all of it runs. */
export function listCases(quick) {
  const [train, validation] = quick ? [64, 32] : [400, 100];
  const embedded = quick ? 64 : 2000;
  const timed = quick ? { warmUp: 2, repeats: 20 } : { warmUp: 20, repeats: 300 };
  const growth = quick ? [32, 64, 96, 128] : [500, 1000, 2000, 4000];
  const shared = { batchSize: 32, learningRate: 1e-3, head: 'linear' };

  const tutorial = (id, backbone) => ({
    id,
    title: `${NAMES[backbone]} frozen, the tutorial's head, ${quick ? 2 : 10} epochs on ${train} + ${validation} JPEGs`,
    systems: ['graft', 'graftInt8', ...TRAINING.slice(1)],
    pictures: { train, val: validation },
    plan: { ...shared, work: 'train', backbone, head: 'tutorial', epochs: quick ? 2 : 10 },
  });
  const fineTuning = (backbone) => ({
    id: `c-${backbone}`,
    title: `${NAMES[backbone]} fine-tuned from ${BLOCKS[backbone]}, ${quick ? 2 : 5} epochs on ${train} + ${validation} JPEGs`,
    systems: TRAINING,
    pictures: { train, val: validation },
    plan: {
      ...shared,
      work: 'train',
      backbone,
      from: BLOCKS[backbone],
      epochs: quick ? 2 : 5,
      learningRate: 1e-4,
    },
  });
  const step = (backbone) => ({
    id: `c-step-${backbone}`,
    title: `One step of ${NAMES[backbone]} from ${BLOCKS[backbone]}, batch 32`,
    // torchvision has no EfficientNet-Lite0.
    systems: ['graft', 'keras', ...(backbone === 'efficientnet-lite0' ? [] : ['pytorch']), 'tfjsNode'],
    plan: {
      ...shared,
      work: 'step',
      backbone,
      from: BLOCKS[backbone],
      learningRate: 1e-4,
      warmUp: 3,
      repeats: quick ? 5 : 30,
    },
  });
  const embedding = (id, pictures, systems) => ({
    id,
    title: `${pictures} JPEGs through MobileNetV2, average-pooled`,
    systems,
    pictures: { '': pictures },
    plan: { ...shared, work: 'embed', backbone: 'mobilenet-v2', pictures },
  });
  return [
    tutorial('a', 'vgg16'),
    tutorial('b', 'mobilenet-v2'),
    fineTuning('vgg16'),
    fineTuning('mobilenet-v2'),
    fineTuning('efficientnet-lite0'),
    step('vgg16'),
    step('mobilenet-v2'),
    step('efficientnet-lite0'),
    embedding('d', embedded, COMPUTING),
    {
      id: 'e',
      title: 'One JPEG in memory to its label through MobileNetV2',
      systems: COMPUTING,
      pictures: { '': 64 },
      plan: { ...shared, work: 'latency', backbone: 'mobilenet-v2', ...timed },
    },
    ...growth.map((pictures) =>
      embedding(`f-${pictures}`, pictures, ['graft', 'kerasCareful', 'onnxRuntime']),
    ),
  ];
}
