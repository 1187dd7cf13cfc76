import { fileURLToPath } from 'node:url';

/** Absolute path of the weights: safetensors, mostly float16, tensors named `layer/variable`. The same from sources and build. */
export const weightsPath: string = fileURLToPath(
  new URL('../weights/efficientnet-lite0.f16.safetensors', import.meta.url),
);

/** SHA-256 of that file, lower-case hex. */
export const weightsSha256: string = 'b62e5456afe06b765b9fab913acd271c41f48cff7430c4ca14dbc4584e49ea35';
