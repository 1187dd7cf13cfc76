import { Agent, fetch } from 'undici';
import { ImageUrlError } from './image-url-error.js';
import { publicLookup, refusePrivateLiteral } from './public-address.js';

export interface FetchLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Origins that may be private, such as a picture server of one's own: `http://pictures.internal:8080`. Default none. */
  readonly trustedOrigins?: readonly string[];
}

const MAX_REDIRECTS = 3;

/** Connects to public addresses only, whatever a name resolves to at that moment. */
const publicAgent = new Agent({ connect: { lookup: publicLookup }, connections: 16 });
const anyAgent = new Agent();

/**
 * Downloads a picture. Every hop of a redirect is checked as the first address is.
 *
 * @throws ImageUrlError `URL_INVALID`, `URL_PRIVATE`, `URL_TOO_LARGE`, `URL_TIMEOUT`, `URL_NO_PICTURE`, `URL_UNREACHABLE`.
 */
export async function fetchPicture(address: string, limits: FetchLimits): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  let url = parse(address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const trusted = limits.trustedOrigins?.includes(url.origin) ?? false;
    if (!trusted) refusePrivateLiteral(url);
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      dispatcher: trusted ? anyAgent : publicAgent,
      headers: { accept: 'image/*' },
    }).catch((cause: unknown) => {
      throw unreachable(url, cause, limits);
    });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location) {
      await response.body?.cancel();
      url = parse(location, url);
      continue;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new ImageUrlError(
        'URL_UNREACHABLE',
        `${url.origin} answered ${response.status}. Check the address.`,
      );
    }
    const type = response.headers.get('content-type') ?? '';
    if (!/^(image\/|application\/octet-stream|binary\/octet-stream)/i.test(type)) {
      await response.body?.cancel();
      throw new ImageUrlError(
        'URL_NO_PICTURE',
        `${url.origin} gave ${type || 'no content type'}; expected image/*.`,
      );
    }
    return read(response.body, url, limits);
  }
  throw new ImageUrlError('URL_UNREACHABLE', `${address} redirects more than ${MAX_REDIRECTS} times.`);
}

function parse(address: string, base?: URL): URL {
  const url = parsed(address, base);
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url;
  throw new ImageUrlError(
    'URL_INVALID',
    'A picture’s address starts with http:// or https:// and holds no password.',
  );
}

async function read(
  body: AsyncIterable<Uint8Array> | null,
  url: URL,
  limits: FetchLimits,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    // Leaving the loop early cancels the download.
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) {
        throw new ImageUrlError(
          'URL_TOO_LARGE',
          `${url.origin} sends more than ${limits.maxBytes} bytes for a picture.`,
        );
      }
      chunks.push(chunk);
    }
  } catch (cause) {
    throw unreachable(url, cause, limits);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function unreachable(url: URL, cause: unknown, { timeoutMs }: FetchLimits): ImageUrlError {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (error instanceof ImageUrlError) return error;
    if (error.name === 'TimeoutError') {
      return new ImageUrlError('URL_TIMEOUT', `${url.origin} took longer than ${timeoutMs / 1000} s.`, {
        cause,
      });
    }
  }
  return new ImageUrlError('URL_UNREACHABLE', `${url.origin} could not be reached. Check the address.`, {
    cause,
  });
}

/** `URL.parse` came with Node 22. */
function parsed(address: string, base?: URL): URL | undefined {
  return URL.canParse(address, base) ? new URL(address, base) : undefined;
}
