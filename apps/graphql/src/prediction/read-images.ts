import { GraftError, OptionError } from '@graft/core';
import { fetchPicture } from '@graft/fetch-picture';
import type { App } from '../app.js';

/** A picture as a caller gives it; exactly one field is set. */
export interface ImageInput {
  readonly base64?: string | null;
  readonly url?: string | null;
}

/**
 * Bytes of each picture, or why there are none: a bad one does not cost the others their answer.
 *
 * @throws OptionError when there are too many or none.
 */
export async function readImages(
  { config }: Pick<App, 'config'>,
  images: readonly ImageInput[],
): Promise<(Uint8Array | GraftError)[]> {
  const { limits } = config;
  if (images.length === 0 || images.length > limits.images) {
    throw new OptionError(
      'OPTION_INVALID',
      `images holds ${images.length}; expected 1 to ${limits.images} pictures.`,
      {
        details: { field: 'images' },
      },
    );
  }
  return Promise.all(
    images.map(async ({ base64, url }, i) => {
      try {
        if (url != null)
          return await fetchPicture(url, {
            maxBytes: limits.pictureBytes,
            timeoutMs: limits.fetchMs,
            trustedOrigins: limits.trustedOrigins,
          });
        return decodeBase64(base64 ?? '', i, limits.pictureBytes);
      } catch (error) {
        if (error instanceof GraftError && error.kind === 'input') return error;
        throw error;
      }
    }),
  );
}

/** Also a data URL, as browsers make them. */
function decodeBase64(text: string, index: number, maxBytes: number): Uint8Array {
  const field = `images.${index}.base64`;
  const encoded = text.replace(/^data:[^,]{0,100};base64,/, '').trim();
  if (encoded.length * 0.75 > maxBytes) {
    throw new OptionError('OPTION_INVALID', `${field} is larger than ${maxBytes} bytes.`, {
      details: { field },
    });
  }
  // Buffer.from skips what is no base64, and would give another picture's bytes.
  if (encoded === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) {
    throw new OptionError('OPTION_INVALID', `${field} is no base64.`, { details: { field } });
  }
  return new Uint8Array(Buffer.from(encoded, 'base64'));
}
