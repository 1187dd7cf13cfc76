import { fileURLToPath } from 'node:url';

/** Absolute path of the weights: safetensors, float16, tensors named `layer/variable`. The same from sources and build. */
export const weightsPath: string = fileURLToPath(
  new URL('../weights/efficientnet-lite0.f16.safetensors', import.meta.url),
);

/** SHA-256 of that file, lower-case hex. */
export const weightsSha256: string = 'c508e7c1a2cb37dee144d4e0c318646b342d1da3cf00a677b2c07a3333fdc9fc';
