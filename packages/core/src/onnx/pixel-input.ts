import type { PixelScaling } from '../data/preprocessing.js';
import { OptionError } from '../errors.js';
import { windowPads } from './converters/windows.js';
import { type GraphScope, int } from './graph.js';
import type { LayerRecord } from './layer-records.js';
import { fromKeras } from './layout.js';
import { DATA_TYPE } from './proto/model-proto.js';
import { readersOf } from './rewrite.js';

/** What is left to do with RGB bytes before the first layer sees them. */
interface PixelInput {
  readonly layers: readonly LayerRecord[];
  readonly reverseChannels: boolean;
  /** Subtracted, then divided by, per channel; after the reversal. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * Makes a network take RGB bytes. Where its first layer is a convolution, the order of channels and the division move
 * into its kernel, and the subtraction into its bias unless it pads: zeros stand for the mean there.
 *
 * @param layers the first of which is the input.
 * @throws OptionError when the network takes no pictures `[batch, height, width, 3]`.
 */
export function foldPixelScaling(layers: readonly LayerRecord[], scaling: PixelScaling): PixelInput {
  const [input] = layers;
  if (input!.outputShape.length !== 4 || input!.outputShape[3] !== 3) {
    throw new OptionError(
      'OPTION_INVALID',
      `uint8Input needs a network that takes pictures, [batch, height, width, 3]; this one takes [${input!.outputShape.map((side) => side ?? 'any')}]. Leave the option out.`,
      { details: { field: 'uint8Input' } },
    );
  }
  const readers = readersOf(layers, input!);
  const [first] = readers;
  if (readers.length !== 1 || first!.className !== 'Conv2D') {
    return { layers, reverseChannels: scaling.channels === 'bgr', mean: scaling.mean, std: scaling.std };
  }
  const [height, width] = first!.weights.kernel!.shape;
  const padded = !windowPads(first!, [height!, width!])?.every((pad) => pad === 0);
  const folded = withScaling(first!, scaling, padded);
  const mean = scaling.channels === 'bgr' ? [...scaling.mean].reverse() : scaling.mean;
  return {
    layers: layers.map((layer) => (layer === first ? folded : layer)),
    reverseChannels: false,
    mean: padded ? mean : [0, 0, 0],
    std: [1, 1, 1],
  };
}

/** @returns the first layer's input, from the graph's `[batch, height, width, 3]` bytes. */
export function writePixelInput(
  scope: GraphScope,
  bytes: string,
  { reverseChannels, mean, std }: PixelInput,
): string {
  // Bytes are the cheapest to reorder.
  let x = scope.node('Cast', [fromKeras(scope, bytes, 4)], { to: int(DATA_TYPE.float) });
  if (reverseChannels) x = scope.node('Gather', [x, scope.integers('bgr', [2, 1, 0])], { axis: int(1) });
  if (mean.some((value) => value !== 0)) x = scope.node('Sub', [x, perChannel(scope, 'mean', mean)]);
  if (std.some((value) => value !== 1)) x = scope.node('Div', [x, perChannel(scope, 'std', std)]);
  return x;
}

function withScaling(
  layer: LayerRecord,
  { channels, mean, std }: PixelScaling,
  keepMean: boolean,
): LayerRecord {
  const { kernel } = layer.weights;
  const filters = kernel!.shape[3]!;
  const data = new Float32Array(kernel!.data.length);
  const bias = Float64Array.from({ length: filters }, (_, f) => layer.weights.bias?.data[f] ?? 0);
  for (const [i, value] of kernel!.data.entries()) {
    const channel = Math.floor(i / filters) % 3;
    const pixelChannel = channels === 'bgr' ? 2 - channel : channel;
    const scaled = value / std[channel]!;
    data[i + (pixelChannel - channel) * filters] = scaled;
    if (!keepMean) bias[i % filters]! -= scaled * mean[channel]!;
  }
  const weights = {
    ...layer.weights,
    kernel: { shape: kernel!.shape, data },
    bias: { shape: [filters], data: Float32Array.from(bias) },
  };
  return { ...layer, weights };
}

function perChannel(scope: GraphScope, name: string, values: readonly number[]): string {
  return scope.floats(name, Float32Array.from(values), [1, 3, 1, 1]);
}
