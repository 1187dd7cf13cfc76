import type { LayerRecord } from './layer-records.js';
import { merged, readersOf } from './rewrite.js';

/**
 * Turns zero padding into the padding of the convolution or pool after it, wherever that computes the same: a tensor
 * less to copy, and no change of layout in the middle of ONNX Runtime's graph.
 */
export function foldZeroPadding(layers: readonly LayerRecord[]): LayerRecord[] {
  return layers
    .filter(
      ({ className, config }) => className === 'ZeroPadding2D' && config.data_format !== 'channels_first',
    )
    .reduce((current, { name }) => foldOne(current, name), [...layers]);
}

function foldOne(layers: LayerRecord[], name: string): LayerRecord[] {
  const padding = layers.find((layer) => layer.name === name)!;
  const [reader, ...others] = readersOf(layers, padding);
  if (!reader || others.length > 0 || reader.config.padding !== 'valid') return layers;
  const before = layers.find((layer) => layer.name === padding.inputs[0])!;
  if (
    !CONVOLUTIONS.includes(reader.className) &&
    !(givesNoNegatives(before) && isPoolThatFits(reader, padding))
  ) {
    return layers;
  }
  return merged(layers, padding, reader, {
    ...reader,
    config: { ...reader.config, padding: padding.config.padding },
    inputShapes: padding.inputShapes,
  });
}

const CONVOLUTIONS = ['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D'];

/** A pool pads with nothing instead of zeros: the same maximum, when no value is negative and no window is all padding. */
function isPoolThatFits({ className, config }: LayerRecord, padding: LayerRecord): boolean {
  const sides = padding.config.padding as readonly (readonly number[])[];
  const poolSize = config.pool_size as readonly number[];
  return className === 'MaxPooling2D' && sides.every((side, i) => side.every((pad) => pad < poolSize[i]!));
}

function givesNoNegatives({ className, config }: LayerRecord): boolean {
  return className === 'ReLU' || config.activation === 'relu' || config.activation === 'relu6';
}
