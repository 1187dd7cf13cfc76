import type { Readable } from 'node:stream';
import type { App } from '../app.js';

/** More or fewer bytes came than were announced. */
export class WrongSizeError extends Error {}

/**
 * Writes a body of exactly so many bytes to storage. More are never taken, and of fewer, or of a client that goes away,
 * nothing is kept.
 *
 * @throws WrongSizeError.
 */
export async function receiveUpload(
  { storage }: App,
  key: string,
  bytes: number,
  body: Readable,
): Promise<void> {
  await storage.writeStream(key, exactly(body, bytes));
}

async function* exactly(body: Readable, bytes: number): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const chunk of body) {
    received += (chunk as Buffer).length;
    if (received > bytes) throw new WrongSizeError(`expected ${bytes} bytes, more are coming`);
    yield chunk as Buffer;
  }
  if (received < bytes) throw new WrongSizeError(`expected ${bytes} bytes, received ${received}`);
}
