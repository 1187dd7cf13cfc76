import { int, text } from '../../onnx/graph.js';
import { type Converter, type Converters, first, firstNode, plain } from '../operation.js';

export const RESIZING: Converters = {
  ResizeBilinear: resize('linear'),
  ResizeNearestNeighbor: resize('nearest'),
};

function resize(mode: 'linear' | 'nearest'): Converter {
  return (operation) => {
    const { attr, scope } = operation;
    const isHalf = attr.half_pixel_centers?.b ?? false;
    const isAligned = attr.align_corners?.b ?? false;
    const transformation = isAligned ? 'align_corners' : isHalf ? 'half_pixel' : 'asymmetric';
    const pictures = first(operation, 0);
    const outer = scope.node('Shape', [pictures], { end: int(2) });
    const sizes = scope.node('Concat', [outer, plain(operation, 1)], { axis: int(0) });
    return firstNode(operation, 'Resize', [pictures, '', '', sizes], {
      mode: text(mode),
      coordinate_transformation_mode: text(transformation),
      // Half a pixel, then floor, is rounding a half up.
      nearest_mode: text(isAligned || isHalf ? 'round_prefer_ceil' : 'floor'),
    });
  };
}
