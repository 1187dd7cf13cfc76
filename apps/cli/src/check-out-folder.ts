import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BundleError } from '@graft/core';

/**
 * Says before minutes of training what would fail after them.
 *
 * @throws BundleError `BUNDLE_EXISTS` when a model is there and must not be overwritten; `BUNDLE_NOT_WRITABLE` when the
 * folder cannot be made or written.
 */
export function checkOutFolder(out: string, overwrite: boolean): void {
  const details = { bundle: out };
  if (!overwrite && existsSync(join(out, 'model.json'))) {
    const advice = 'Choose another folder with --out, or give --overwrite to replace it.';
    throw new BundleError('BUNDLE_EXISTS', `${out} already holds a model. ${advice}`, { details });
  }
  const place = nearestExisting(resolve(out));
  try {
    if (!statSync(place).isDirectory()) throw new Error('it is a file');
    accessSync(place, constants.W_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `${out} cannot be written, because of ${place}: ${reason}. Choose another folder with --out.`;
    throw new BundleError('BUNDLE_NOT_WRITABLE', message, { cause, details });
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
