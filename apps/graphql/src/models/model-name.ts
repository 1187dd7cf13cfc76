import { OptionError } from '@graft/core';

/** Part of aliases, of keys in storage, of file names. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** @throws OptionError `OPTION_INVALID`. */
export function checkModelName(name: string): void {
  if (NAME.test(name)) return;
  throw new OptionError(
    'OPTION_INVALID',
    `name is ${JSON.stringify(name)}; expected 1 to 100 letters, digits, ".", "_" or "-", the first a letter or digit.`,
    { details: { field: 'name' } },
  );
}
