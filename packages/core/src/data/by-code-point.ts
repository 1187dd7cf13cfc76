/** Order of UTF-8 bytes, which is that of code points and of classes; JavaScript's own is that of UTF-16 units. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
