import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The reference material beside the checkout, when there is any: a user's clone has none. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..', 'shared');

/** Absolute path of a file or folder in the reference material. */
export function shared(path: string): string {
  return join(root, path);
}

interface TestFunction {
  (name: string, body: () => unknown, timeoutMs?: number): void;
  skip(name: string, body?: () => unknown): void;
}

/**
 * A test that needs reference material: `sharedTest(test, 'goldens', 'name', body)`. Without the material the test is
 * skipped and its name carries the reason.
 */
export function sharedTest(
  test: TestFunction,
  needs: string,
  name: string,
  body: () => unknown,
  timeoutMs?: number,
): void {
  if (existsSync(shared(needs))) test(name, body, timeoutMs);
  else test.skip(`${name} (skipped: reference material shared/${needs} is not beside this checkout)`, body);
}
