import { z } from 'zod';
import { RequestError } from '../request-error.js';

/** Where a picture is. */
export type PictureSource =
  | { readonly bytes: Uint8Array }
  | { readonly url: string }
  | { readonly bucket: string; readonly key: string };

/** One picture to be answered, whichever event asks. */
export interface PredictionRequest {
  readonly picture: PictureSource;
  /** A name from the allow-list; undefined for the function's own model. */
  readonly model?: string | undefined;
  /** Labels in the answer, most probable first; default 5 or all there are. */
  readonly topK?: number | undefined;
  /** Test-time augmentation: looks at the picture so many times, at variations of it after the first; default 1. */
  readonly views?: number | undefined;
  /** S3 itself told of the picture: the function's operator let it, so no list has to. */
  readonly announcedByS3?: boolean;
}

const topK = z.coerce.number().int().min(1).max(100_000);
/** As many as the library takes. */
const views = z.coerce.number().int().min(1).max(64);

const s3Place = z.union([
  z.string().regex(/^s3:\/\/[^/]+\/.+/, 'expected s3://bucket/key'),
  z.object({ bucket: z.string().min(1), key: z.string().min(1) }),
]);

const schema = z
  .object({
    image: z.string().optional(),
    url: z.string().optional(),
    s3: s3Place.optional(),
    model: z.string().min(1).max(500).optional(),
    topK: topK.optional(),
    views: views.optional(),
  })
  .strict();

/**
 * Reads `{ image | url | s3, model?, topK?, views? }`.
 *
 * @throws RequestError 400 `REQUEST_INVALID` naming each field that does not fit.
 */
export function parseRequest(value: unknown): PredictionRequest {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'body'}: ${message}`,
    );
    throw invalid(problems.join('; '));
  }
  const { image, url, s3, model, topK, views } = parsed.data;
  if ([image, url, s3].filter((each) => each !== undefined).length !== 1) {
    throw invalid('expected exactly one of image (base64), url and s3');
  }
  return { picture: sourceOf(image, url, s3), model, topK, views };
}

/** What may be in the address's query. @throws RequestError 400 `REQUEST_INVALID`. */
export function parseQuery(
  query: Readonly<Record<string, string | undefined>>,
): Pick<PredictionRequest, 'model' | 'topK' | 'views'> {
  return {
    model: query.model || undefined,
    topK: wholeNumber(topK, 'topK', query.topK, 'a whole number >= 1'),
    views: wholeNumber(views, 'views', query.views, 'a whole number from 1 to 64'),
  };
}

function wholeNumber(schema: typeof topK, name: string, text: string | undefined, expected: string) {
  if (text === undefined || text === '') return undefined;
  const parsed = schema.safeParse(text);
  if (!parsed.success) throw invalid(`${name} is ${text}; expected ${expected}`);
  return parsed.data;
}

/** Also a data URL, as browsers make them. @throws RequestError 400 `REQUEST_INVALID`. */
export function decodeBase64(text: string): Uint8Array {
  const encoded = text.replace(/^data:[^,]{0,100};base64,/, '').replace(/\s+/g, '');
  // Buffer.from skips what is no base64, and would give another picture's bytes.
  if (encoded === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) throw invalid('the picture is no base64');
  const bytes = Buffer.from(encoded, 'base64');
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @param url `s3://bucket/key` */
export function parseS3Url(url: string): { bucket: string; key: string } {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(url) ?? [];
  return { bucket, key };
}

function sourceOf(image?: string, url?: string, s3?: z.infer<typeof s3Place>): PictureSource {
  if (image !== undefined) return { bytes: decodeBase64(image) };
  if (url !== undefined) return { url };
  return typeof s3 === 'string' ? parseS3Url(s3) : (s3 as { bucket: string; key: string });
}

function invalid(what: string): RequestError {
  return new RequestError(
    400,
    'REQUEST_INVALID',
    `The request does not fit: ${what}. Expected { image | url | s3, model?, topK?, views? }.`,
  );
}
