const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Relay's global id: base64 of `Type:uuid`, as Pothos makes them. */
export function toGlobalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}

/** @returns the UUID in a global id of this type, or of a bare UUID; undefined for anything else. */
export function resolveGlobalId(type: string, text: string): string | undefined {
  if (UUID.test(text)) return text.toLowerCase();
  const [, found, id] = /^(\w+):(.+)$/.exec(Buffer.from(text, 'base64').toString('utf8')) ?? [];
  return found === type && id && UUID.test(id) ? id.toLowerCase() : undefined;
}

/** What PostgreSQL takes for a `uuid`; anything else it answers with an error. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
