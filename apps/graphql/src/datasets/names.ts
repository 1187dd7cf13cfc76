import { isPictureName, OptionError } from '@graft/core';

/** What a file system keeps in one segment of a path, in UTF-8 bytes; for labels and names of datasets. */
const MAX_SEGMENT_BYTES = 200;
const MAX_NAME_BYTES = 800;

/**
 * @param field of the mutation's input, for the error.
 * @throws OptionError `OPTION_INVALID` for what is no name of a dataset.
 */
export function checkDatasetName(name: string, field: string): void {
  // It also names files: manifests of versions, downloads.
  const fits = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._-]*$/u.test(name) && !/[ .]$/.test(name);
  if (fits && Buffer.byteLength(name) <= MAX_SEGMENT_BYTES) return;
  throw invalid(
    field,
    name,
    'a letter or digit, then letters, digits, spaces and ". _ -", no longer than 200 bytes',
  );
}

/** @throws OptionError `OPTION_INVALID` for what is no label. */
export function checkLabel(label: string, field: string): void {
  if (!labelFault(label)) return;
  throw invalid(field, label, 'a label of up to 200 bytes, without control characters or spaces around it');
}

/**
 * A picture's name is a relative path, such as `cats/1.jpg`, that any file system can keep and that ends as pictures do.
 *
 * @throws OptionError `OPTION_INVALID` for what is no name of a picture.
 */
export function checkPictureName(name: string, field: string): void {
  if (!pictureNameFault(name)) return;
  throw invalid(field, name, 'a relative path that ends in .jpg, .png, .webp, .avif, .gif or .tiff');
}

export function labelFault(label: string): boolean {
  return (
    label === '' ||
    label !== label.trim() ||
    /[\p{Cc}\p{Surrogate}]/u.test(label) ||
    Buffer.byteLength(label) > MAX_SEGMENT_BYTES
  );
}

export function pictureNameFault(name: string): boolean {
  const segments = name.split('/');
  const file = segments.pop()!;
  // A folder that is named like a picture could stand where another picture's file has to be.
  return (
    !isPictureName(file) ||
    segments.some((segment) => isPictureName(segment)) ||
    [...segments, file].some(segmentFault) ||
    Buffer.byteLength(name) > MAX_NAME_BYTES
  );
}

/** Leading dots are hidden files and `..`; backslash and colon mean something else on Windows. */
function segmentFault(segment: string): boolean {
  return (
    segment === '' ||
    segment.startsWith('.') ||
    /[\p{Cc}\p{Surrogate}\\:]/u.test(segment) ||
    Buffer.byteLength(segment) > MAX_SEGMENT_BYTES
  );
}

function invalid(field: string, value: string, expected: string): OptionError {
  const received = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return new OptionError('OPTION_INVALID', `${field} is ${received}: expected ${expected}.`, {
    details: { field },
  });
}
