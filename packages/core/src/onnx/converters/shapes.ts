import { type GraphScope, ints, text } from '../graph.js';
import type { LayerRecord, Shape } from '../layer-records.js';
import { fromKeras, graphAxis, inGraphOrder, toKeras } from '../layout.js';
import { type Converter, type ConverterTable, requireChannelsLast, unsupported } from './converter.js';

/** Vertical and horizontal: before, after. */
type Sides = readonly [readonly [number, number], readonly [number, number]];

/** Does nothing outside training. */
const identity: Converter = (_, [x]) => x!;

export const SHAPES: ConverterTable = {
  Dropout: identity,
  SpatialDropout1D: identity,
  SpatialDropout2D: identity,
  GaussianDropout: identity,
  GaussianNoise: identity,
  AlphaDropout: identity,
  ActivityRegularization: identity,

  ZeroPadding2D(layer, [x], scope) {
    requireChannelsLast(layer);
    const [[top, bottom], [left, right]] = layer.config.padding as Sides;
    // With axes, though they are all of them: without, ONNX Runtime 1.30 merges the padding into a max pool after it, where
    // it would count as minus infinity. Without the outer two, it fails on a transpose before the padding.
    const pads = scope.integers('pads', [0, 0, top, left, 0, 0, bottom, right]);
    return scope.node('Pad', [x!, pads, '', scope.integers('axes', [0, 1, 2, 3])]);
  },

  Cropping2D(layer, [x], scope) {
    requireChannelsLast(layer);
    const [[top, bottom], [left, right]] = layer.config.cropping as Sides;
    const ends = [bottom, right].map((cropped) => (cropped > 0 ? -cropped : 2 ** 31));
    return scope.node('Slice', [
      x!,
      scope.integers('starts', [top, left]),
      scope.integers('ends', ends),
      scope.integers('axes', [2, 3]),
    ]);
  },

  UpSampling2D(layer, [x], scope) {
    requireChannelsLast(layer);
    const linear = layer.config.interpolation === 'bilinear';
    const scales = scope.floats('scales', Float32Array.of(1, 1, ...(layer.config.size as number[])), [4]);
    // tfjs takes pixels at output / scale, as TensorFlow 1 did; Keras takes their centres when bilinear.
    return scope.node('Resize', [x!, '', scales], {
      mode: text(linear ? 'linear' : 'nearest'),
      coordinate_transformation_mode: text('asymmetric'),
      ...(linear ? {} : { nearest_mode: text('floor') }),
    });
  },

  Flatten(layer, [x], scope) {
    requireChannelsLast(layer);
    return reshape(layer, x!, scope, [-1]);
  },

  Reshape: (layer, [x], scope) =>
    reshape(
      layer,
      x!,
      scope,
      (layer.config.target_shape as (number | null)[]).map((side) => side ?? -1),
    ),

  Permute({ config, inputShapes }, [x], scope) {
    const rank = inputShapes[0]!.length;
    const order = [0, ...(config.dims as number[])].map((axis) => graphAxis(axis, rank));
    return scope.node('Transpose', [x!], { perm: ints(inGraphOrder(order)) });
  },

  RepeatVector(layer, [x], scope) {
    const row = scope.node('Unsqueeze', [x!, scope.integers('axes', [1])]);
    return scope.node('Tile', [row, scope.integers('repeats', [1, layer.config.n as number, 1])]);
  },
};

/** Values keep Keras's order, so a tensor of rank 4 is brought into it first and the result into the graph's. */
function reshape(layer: LayerRecord, x: string, scope: GraphScope, sides: readonly number[]): string {
  if (sides.filter((side) => side === -1).length > 1) throw unsupported(layer, 'several open sides');
  const [inputShape] = layer.inputShapes;
  const ordered = isOnePixel(inputShape!) ? x : toKeras(scope, x, inputShape!.length);
  // A side of 0 copies the input's: the batch stays open.
  const shape = [0, ...sides];
  if (isOnePixel(layer.outputShape)) {
    return scope.node('Reshape', [ordered, scope.integers('shape', inGraphOrder(shape))]);
  }
  const reshaped = scope.node('Reshape', [ordered, scope.integers('shape', shape)]);
  return fromKeras(scope, reshaped, layer.outputShape.length);
}

/** A picture of one pixel holds its channels in the same order whatever the layout. */
function isOnePixel(shape: Shape): boolean {
  return shape.length === 4 && shape[1] === 1 && shape[2] === 1;
}
