import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { cacheFolder } from '@graft/core';

/** Where a command keeps what it makes of a dataset when it is given no place: the same folder every time. */
export function folderFor(command: string, data: string): string {
  return cacheFolder(command, createHash('sha256').update(resolve(data)).digest('hex').slice(0, 12));
}
