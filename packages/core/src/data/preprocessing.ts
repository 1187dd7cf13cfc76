import { decodeImage, type ResizeMode } from './decode-image.js';
import type { Decoder } from './types.js';

/** `(pixel - mean) / std` per channel on 0..255 pixels, channels in the given order. */
export interface PixelScaling {
  readonly mode: 'caffe' | 'tf' | 'torch' | 'none' | 'lite';
  readonly channels: 'rgb' | 'bgr';
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/**
 * The scalings that published weights were trained with. `caffe`, `tf` and `torch` are Keras's names
 * (keras/src/applications/imagenet_utils.py); `lite` is EfficientNet-Lite's (mean 127, std 128).
 */
export const PIXEL_SCALINGS = {
  caffe: { mode: 'caffe', channels: 'bgr', mean: [103.939, 116.779, 123.68], std: [1, 1, 1] },
  tf: { mode: 'tf', channels: 'rgb', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
  torch: {
    mode: 'torch',
    channels: 'rgb',
    mean: [0.485 * 255, 0.456 * 255, 0.406 * 255],
    std: [0.229 * 255, 0.224 * 255, 0.225 * 255],
  },
  none: { mode: 'none', channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] },
  lite: { mode: 'lite', channels: 'rgb', mean: [127, 127, 127], std: [128, 128, 128] },
} as const satisfies Record<string, PixelScaling>;

export type { ResizeMode };

/** Everything between a picture file and a network's input; saved with every model, used by training and serving alike. */
export interface ImagePreprocessing {
  /** `[height, width]` in pixels. */
  readonly inputSize: readonly [number, number];
  /** `crop`: cover the input and cut the sides (default); `letterbox`: fit inside, pad with grey; `stretch`: ignore the aspect ratio. */
  readonly resize: ResizeMode;
  readonly scaling: PixelScaling;
}

/** The one picture decoder: used while training, evaluating and predicting, so the numbers cannot differ. */
export function imageDecoder(preprocessing: ImagePreprocessing): Decoder {
  const pixels = pixelDecoder(preprocessing);
  return {
    ...pixels,
    async decode(source) {
      return scalePixels(await pixels.decode(source), preprocessing.scaling);
    },
  };
}

/** `imageDecoder` before the scaling: RGB bytes, for networks that scale them (`exportOnnx` with `uint8Input`). */
export function pixelDecoder({ inputSize, resize, scaling }: ImagePreprocessing): Decoder<Uint8Array> {
  const [height, width] = inputSize;
  return {
    id: `image-2:${JSON.stringify([inputSize, resize, scaling.channels, scaling.mean, scaling.std])}`,
    shape: [height, width, 3],
    decode: (source) => decodeImage(source, { height, width, resize }),
  };
}

/**
 * @param pixels RGB bytes, `[height, width, 3]`.
 * @param scaled where to write; new memory by default.
 * @returns float32 `[height, width, 3]`, channels in the order the scaling asks for.
 */
export function scalePixels(
  pixels: Uint8Array,
  { channels, mean, std }: PixelScaling,
  scaled: Float32Array = new Float32Array(pixels.length),
): Float32Array {
  const [first, third] = channels === 'rgb' ? [0, 2] : [2, 0];
  for (let i = 0; i < pixels.length; i += 3) {
    scaled[i] = (pixels[i + first]! - mean[0]) / std[0];
    scaled[i + 1] = (pixels[i + 1]! - mean[1]) / std[1];
    scaled[i + 2] = (pixels[i + third]! - mean[2]) / std[2];
  }
  return scaled;
}
