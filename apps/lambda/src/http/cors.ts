/** Headers that let a page of an allowed origin read the answer; none for other callers. */
export function corsHeaders(
  origin: string | undefined,
  allowed: readonly string[],
): Readonly<Record<string, string>> {
  if (allowed.length === 0) return {};
  if (allowed.includes('*')) return { 'access-control-allow-origin': '*' };
  // Caches must not give one origin's answer to another, the answer without the header included.
  const vary = { vary: 'origin' };
  if (origin === undefined || !allowed.includes(origin)) return vary;
  return { ...vary, 'access-control-allow-origin': origin };
}

/** What is added to answer a browser that asks first. */
export const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, x-api-key, x-amz-date, x-amz-security-token',
  'access-control-max-age': '86400',
} as const;
