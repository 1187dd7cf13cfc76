/**
 * What a browser may load into whatever this service answers: nothing from elsewhere, and no script in a document.
 *
 * @param options.nonce of a document whose libraries add a style sheet (React Aria's for presses and scrolling).
 */
export function contentSecurityPolicy({ nonce }: { nonce?: string } = {}): string {
  return [
    "default-src 'self'",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
