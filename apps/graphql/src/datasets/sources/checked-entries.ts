import { DatasetError } from '@graft/core';
import type { Entry, ZipFile } from 'yauzl';

export const ZIP_LIMITS = {
  entries: 200_000,
  /** Times the largest allowed upload: pictures hardly compress, so honest zips stay far below. */
  unpackedFactor: 2,
  /** Deflate can reach about 1000; a picture that reaches 200 holds next to nothing. */
  ratio: 200,
  /** Small entries may compress as they like, such as a manifest. */
  ratioFromBytes: 1e6,
};

type Limits = typeof ZIP_LIMITS & { readonly unpackedBytes: number };

/**
 * Reads a zip's directory, which says everything that is needed to refuse a hostile one before it is unpacked.
 *
 * @returns files by path, without folders.
 * @throws DatasetError `ZIP_REFUSED`, `ZIP_TOO_LARGE`, `ZIP_DAMAGED`.
 */
export async function checkedEntries(
  zip: ZipFile,
  name: string,
  limits: Limits,
): Promise<ReadonlyMap<string, Entry>> {
  const refuse = (what: string) =>
    new DatasetError('ZIP_REFUSED', `${name} is refused: ${what}. Pack plain pictures in plain folders.`);
  const tooLarge = (what: string) =>
    new DatasetError('ZIP_TOO_LARGE', `${name} is refused: ${what}. Send it in parts.`);

  if (zip.entryCount > limits.entries)
    throw tooLarge(`it has ${zip.entryCount} entries, allowed are ${limits.entries}`);
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName, compressedSize, uncompressedSize } = entry;
      if (isLink(entry)) throw refuse(`${fileName} is a symbolic link`);
      if (entry.isEncrypted()) throw refuse(`${fileName} is encrypted`);
      if (fileName.endsWith('/')) continue;
      if (fileName.includes('\0') || entries.has(fileName))
        throw refuse(`${JSON.stringify(fileName)} is there twice or is no name`);
      unpacked += uncompressedSize;
      if (unpacked > limits.unpackedBytes)
        throw tooLarge(`unpacked it would have more than ${Math.round(limits.unpackedBytes / 1e6)} MB`);
      if (uncompressedSize > limits.ratioFromBytes && uncompressedSize > limits.ratio * compressedSize)
        throw refuse(`${fileName} grows more than ${limits.ratio} times when unpacked`);
      entries.set(fileName, entry);
    }
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    const reason = (error as Error).message;
    // What yauzl itself says of "../", "/" and "C:" at the start of names.
    if (/^(absolute path|invalid relative path|invalid characters in fileName)/.test(reason))
      throw refuse(reason);
    throw damagedZip(name, error);
  }
  return entries;
}

export function damagedZip(name: string, cause: unknown): DatasetError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatasetError(
    'ZIP_DAMAGED',
    `${name} cannot be read as a zip: ${reason}. Pack and send it again.`,
    {
      cause,
    },
  );
}

/** The upper half of the attributes is the file's mode where the zip was made on Unix. */
function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}
