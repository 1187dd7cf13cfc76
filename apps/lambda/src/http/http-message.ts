/** A request as any of the HTTP events carries it. */
export interface HttpRequest {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The body holds bytes, in base64. */
  readonly isBase64: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Names in lower case; the last of several values. */
export function lowerCase(headers: Readonly<Record<string, string | undefined>> | null | undefined) {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
