import { decodeBase64, type PredictionRequest, parseQuery, parseRequest } from '../prediction/request.js';
import { RequestError } from '../request-error.js';
import type { HttpRequest } from './http-message.js';

/**
 * What a POST asks for. The body is a picture (`image/*`, `application/octet-stream`), a picture in base64 (`text/plain`),
 * a form with a file (`multipart/form-data`) or JSON; `model`, `topK` and `views` may also be in the query.
 *
 * @throws RequestError 400 `REQUEST_INVALID`, `BODY_EMPTY`, `BODY_NOT_BINARY`; 413; 415 `CONTENT_TYPE`.
 */
export async function readBody(request: HttpRequest, maxBytes: number): Promise<PredictionRequest> {
  if (request.body === '') {
    throw new RequestError(
      400,
      'BODY_EMPTY',
      'The request has no body. Send a picture, a form with one, or JSON.',
    );
  }
  const asked = await bodyOf(request, maxBytes);
  const { model, topK, views } = parseQuery(request.query);
  return {
    ...asked,
    model: asked.model ?? model,
    topK: asked.topK ?? topK,
    views: asked.views ?? views,
  };
}

async function bodyOf(request: HttpRequest, maxBytes: number): Promise<PredictionRequest> {
  const contentType = request.headers['content-type'] ?? guessedType(request);
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  if (type === 'application/json' || type.endsWith('+json')) return parseRequest(parseJson(textOf(request)));
  if (type === 'multipart/form-data') {
    // Loaded by those who are sent forms.
    const { readForm } = await import('./read-form.js');
    return readForm(contentType, bytesOf(request), maxBytes);
  }
  if (type === 'text/plain') return { picture: { bytes: decodeBase64(textOf(request)) } };
  if (type.startsWith('image/') || type === 'application/octet-stream') {
    return { picture: { bytes: pictureOf(request) } };
  }
  throw new RequestError(
    415,
    'CONTENT_TYPE',
    `The content type is ${type}; expected image/*, application/octet-stream, application/json, multipart/form-data, or ` +
      'text/plain with base64.',
  );
}

function guessedType({ body, isBase64 }: HttpRequest): string {
  if (isBase64) return 'application/octet-stream';
  return body.trimStart().startsWith('{') ? 'application/json' : 'text/plain';
}

function textOf({ body, isBase64 }: HttpRequest): string {
  return isBase64 ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function bytesOf({ body, isBase64 }: HttpRequest): Uint8Array {
  return Buffer.from(body, isBase64 ? 'base64' : 'latin1');
}

/** Bytes that came as text are lost, except where somebody sent base64 on purpose. */
function pictureOf(request: HttpRequest): Uint8Array {
  if (request.isBase64) return bytesOf(request);
  try {
    return decodeBase64(request.body);
  } catch (cause) {
    throw new RequestError(
      400,
      'BODY_NOT_BINARY',
      'The picture came as text, which damages it. Let the gateway pass binary bodies (REST API: binaryMediaTypes), or send ' +
        'the picture in base64.',
      { cause },
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new RequestError(400, 'REQUEST_INVALID', `The body is no JSON: ${reason}.`, { cause });
  }
}
