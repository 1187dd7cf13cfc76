import { ImageError } from '@graft/core';

export function tooManyBytes(name: string, size: number, maxBytes: number): ImageError {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return new ImageError(
    'IMAGE_TOO_LARGE',
    `${name} has ${megabytes(size)}: expected at most ${megabytes(maxBytes)}. Save it smaller.`,
    { details: { file: name } },
  );
}
