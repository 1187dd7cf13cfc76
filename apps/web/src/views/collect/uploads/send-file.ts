export interface Target {
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** The server's answer to a file, when it is not yes. */
export class SendError extends Error {
  constructor(
    /** 0: there was no answer. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Sends one file, telling how far it is, which `fetch` does not.
 *
 * @param onProgress fraction in [0, 1].
 * @throws SendError; DOMException `AbortError` when the signal fires.
 */
export function sendFile(
  file: File,
  { url, headers }: Target,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const fail = (error: Error) => {
      signal.removeEventListener('abort', abort);
      reject(error);
    };
    request.open('PUT', url);
    for (const { name, value } of headers) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) {
        signal.removeEventListener('abort', abort);
        resolve();
      } else fail(new SendError(request.status, messageIn(request.responseText)));
    });
    request.addEventListener('error', () => fail(new SendError(0, '')));
    request.addEventListener('abort', () => fail(new DOMException('', 'AbortError')));
    signal.addEventListener('abort', abort, { once: true });
    request.send(file);
  });
}

function messageIn(answer: string): string {
  try {
    const { errors } = JSON.parse(answer) as { errors?: { message?: string }[] };
    return errors?.[0]?.message ?? '';
  } catch {
    return '';
  }
}
