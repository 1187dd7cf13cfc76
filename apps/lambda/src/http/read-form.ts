import busboy from 'busboy';
import { type PredictionRequest, parseRequest } from '../prediction/request.js';
import { RequestError } from '../request-error.js';

/**
 * A form with one file, whatever its name, or with a field `image`, `url` or `s3` as in JSON; `model`, `topK` and `views` beside it.
 *
 * @throws RequestError 400 `REQUEST_INVALID`, 413 `PICTURE_TOO_LARGE`.
 */
export async function readForm(
  contentType: string,
  body: Uint8Array,
  maxBytes: number,
): Promise<PredictionRequest> {
  const { fields, files } = await parts(contentType, body, maxBytes);
  if (files.length === 0) return parseRequest(fields);
  if (files.length > 1) throw invalid(`it holds ${files.length} files; expected one`);
  const { model, topK, views } = parseRequest({ ...fields, url: 'unused:' });
  return { picture: { bytes: files[0]! }, model, topK, views };
}

function parts(contentType: string, body: Uint8Array, maxBytes: number) {
  return new Promise<{ fields: Record<string, string>; files: Uint8Array[] }>((resolve, reject) => {
    const fields: Record<string, string> = {};
    const files: Uint8Array[] = [];
    const limits = { fileSize: maxBytes, files: 8, fields: 16, fieldSize: maxBytes };
    const fail = (error: unknown) => reject(invalid((error as Error).message));
    let parser: busboy.Busboy;
    try {
      parser = busboy({ headers: { 'content-type': contentType }, limits });
    } catch (error) {
      fail(error);
      return;
    }
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('file', (_name, stream) => {
      const chunks: Uint8Array[] = [];
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      stream.on('limit', () => reject(tooLarge(maxBytes)));
      stream.on('error', fail);
      stream.on('end', () => files.push(new Uint8Array(Buffer.concat(chunks))));
    });
    parser.on('error', fail);
    parser.on('close', () => resolve({ fields, files }));
    parser.end(body);
  });
}

function invalid(what: string): RequestError {
  return new RequestError(400, 'REQUEST_INVALID', `The form does not fit: ${what}.`);
}

function tooLarge(maxBytes: number): RequestError {
  return new RequestError(
    413,
    'PICTURE_TOO_LARGE',
    `The picture is larger than ${maxBytes} bytes. Save it smaller.`,
  );
}
