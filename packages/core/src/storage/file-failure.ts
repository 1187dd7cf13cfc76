import { StorageError } from '../errors.js';

type Action = 'read' | 'write' | 'list' | 'remove';

/** The operating system's codes for "nothing there": a folder in a file's place is no key either. */
const ABSENT = ['ENOENT', 'ENOTDIR', 'EISDIR'];
const FULL = ['ENOSPC', 'EDQUOT'];
const NOT_ALLOWED = ['EACCES', 'EPERM', 'EROFS'];

/** True when the error says that there is no such file. */
export function isAbsent(cause: unknown): boolean {
  return ABSENT.includes(systemCode(cause));
}

/** What a failed file operation means for the caller, with the system's error as cause. */
export function fileFailure(action: Action, path: string, cause: unknown): StorageError {
  const code = systemCode(cause);
  const options = { cause, details: { path, action, systemCode: code } };
  if (action === 'read' && isAbsent(cause)) {
    return new StorageError('STORAGE_NOT_FOUND', `There is no file ${path}.`, options);
  }
  if (FULL.includes(code)) {
    return new StorageError(
      'STORAGE_FULL',
      `There is no space left to ${action} ${path} (${code}). What was there before is unchanged; free some space and try again.`,
      options,
    );
  }
  if (NOT_ALLOWED.includes(code)) {
    return new StorageError(
      'STORAGE_PERMISSION',
      `This user may not ${action} ${path} (${code}). Change its permissions or choose another folder.`,
      options,
    );
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageError(
    'STORAGE_FAILED',
    `Could not ${action} ${path}: ${reason}. Check the path and the disk, then try again.`,
    options,
  );
}

function systemCode(cause: unknown): string {
  return String((cause as NodeJS.ErrnoException | undefined)?.code ?? '');
}
