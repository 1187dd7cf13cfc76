import type { RequestHandler } from 'express';
import { GraphQLError } from 'graphql';

/**
 * Reads a JSON body of at most so many bytes into `request.body`. Express's own parser reads a body that is too large to
 * its end before it says so.
 */
export function jsonBody(maxBytes: number): RequestHandler {
  const tooLarge = () =>
    refused(
      413,
      'BODY_TOO_LARGE',
      `The request is larger than ${maxBytes} bytes. Send files with createUploads.`,
    );
  return async (request, _response, next) => {
    request.body = {};
    if (!request.is('application/json')) return next();
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
    const chunks: Buffer[] = [];
    let bytes = 0;
    // Left early, the loop would close the connection before there is an answer: hence no `for await`.
    await new Promise<void>((resolve, reject) => {
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= maxBytes) chunks.push(chunk);
        else reject(tooLarge());
      });
      request.once('end', resolve);
      request.once('error', reject);
    }).finally(() => request.removeAllListeners('data').pause());
    try {
      request.body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch (error) {
      throw refused(400, 'BAD_REQUEST', `The body is no JSON: ${(error as Error).message}.`);
    }
    next();
  };
}

function refused(status: number, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
