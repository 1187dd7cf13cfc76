import { windowPads } from './converters/windows.js';
import type { LayerRecord, WeightValue } from './layer-records.js';
import { merged, readersOf } from './rewrite.js';

/** A trained batch norm is `x * scale + shift` per channel; in float64. */
export interface ScaleAndShift {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

export function scaleAndShift({ config, weights }: LayerRecord): ScaleAndShift {
  const { gamma, beta, moving_mean: mean, moving_variance: variance } = weights;
  const scale = Float64Array.from(
    variance!.data,
    (value, c) => (gamma?.data[c] ?? 1) / Math.sqrt(value + (config.epsilon as number)),
  );
  const shift = Float64Array.from(mean!.data, (value, c) => (beta?.data[c] ?? 0) - value * scale[c]!);
  return { scale, shift };
}

/**
 * Multiplies batch norms into the weights of the layer before them, or else of the layer after, wherever that computes
 * the same function; the others stay. The layers' order and ends stay as they are.
 */
export function foldBatchNorms(layers: readonly LayerRecord[]): LayerRecord[] {
  return layers
    .filter(({ className }) => className === 'BatchNormalization')
    .reduce((current, { name }) => foldOne(current, name), [...layers]);
}

function foldOne(layers: LayerRecord[], name: string): LayerRecord[] {
  const norm = layers.find((layer) => layer.name === name)!;
  const axis = norm.config.axis as number;
  if (axis !== -1 && axis !== norm.outputShape.length - 1) return layers;

  const before = layers.find((layer) => layer.name === norm.inputs[0])!;
  if (takesNormAfter(before) && readersOf(layers, before).length === 1) {
    return merged(layers, norm, before, withNormAfter(before, scaleAndShift(norm)));
  }
  const [after, ...others] = readersOf(layers, norm);
  if (after && others.length === 0 && takesNormBefore(after)) {
    return merged(layers, norm, after, withNormBefore(after, scaleAndShift(norm)));
  }
  return layers;
}

/** The weight whose last axes are the output channels. */
const OUTPUT_KERNELS: Readonly<Record<string, string>> = {
  Conv2D: 'kernel',
  Conv2DTranspose: 'kernel',
  Dense: 'kernel',
  DepthwiseConv2D: 'depthwise_kernel',
  SeparableConv2D: 'pointwise_kernel',
};

function takesNormAfter({ className, config }: LayerRecord): boolean {
  return className in OUTPUT_KERNELS && (config.activation ?? 'linear') === 'linear';
}

function withNormAfter(layer: LayerRecord, { scale, shift }: ScaleAndShift): LayerRecord {
  const kernelName = OUTPUT_KERNELS[layer.className]!;
  const { shape, data } = layer.weights[kernelName]!;
  // All but transposed convolutions, [h, w, out, in], end with the output channels.
  const inputs = layer.className === 'Conv2DTranspose' ? shape[3]! : 1;
  const kernel = data.map((value, i) => value * scale[Math.floor(i / inputs) % scale.length]!);
  const bias = Float32Array.from(shift, (value, c) => value + (layer.weights.bias?.data[c] ?? 0) * scale[c]!);
  return withWeights(layer, kernelName, { shape, data: kernel }, bias);
}

/** The weight with the axes `[…, input, output]`. */
const INPUT_KERNELS: Readonly<Record<string, string>> = {
  Conv2D: 'kernel',
  Dense: 'kernel',
  DepthwiseConv2D: 'depthwise_kernel',
};

/** Not where zeros are padded: after the norm they would be `shift`. */
function takesNormBefore(layer: LayerRecord): boolean {
  if (!(layer.className in INPUT_KERNELS)) return false;
  if (layer.className === 'Dense') return true;
  const [height, width] = layer.weights[INPUT_KERNELS[layer.className]!]!.shape;
  return windowPads(layer, [height!, width!])?.every((pad) => pad === 0) ?? false;
}

function withNormBefore(layer: LayerRecord, { scale, shift }: ScaleAndShift): LayerRecord {
  const kernelName = INPUT_KERNELS[layer.className]!;
  const { shape, data } = layer.weights[kernelName]!;
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  const channels = layer.className === 'DepthwiseConv2D' ? inputs * outputs : outputs;
  const bias = Float64Array.from({ length: channels }, (_, c) => layer.weights.bias?.data[c] ?? 0);
  const kernel = data.map((value, i) => {
    const input = Math.floor(i / outputs) % inputs;
    bias[i % channels]! += value * shift[input]!;
    return value * scale[input]!;
  });
  return withWeights(layer, kernelName, { shape, data: kernel }, Float32Array.from(bias));
}

function withWeights(
  layer: LayerRecord,
  kernelName: string,
  kernel: WeightValue,
  bias: Float32Array,
): LayerRecord {
  const weights = { ...layer.weights, [kernelName]: kernel, bias: { shape: [bias.length], data: bias } };
  return { ...layer, weights };
}
