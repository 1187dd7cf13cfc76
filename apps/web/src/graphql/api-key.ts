const NAME = 'graft-key';

/** The API key of whoever signed in on this device; null where none is needed or nobody did. */
export function readKey(): string | null {
  return localStorage.getItem(NAME);
}

/** Null signs out. */
export function writeKey(key: string | null): void {
  if (key === null) localStorage.removeItem(NAME);
  else localStorage.setItem(NAME, key);
}
