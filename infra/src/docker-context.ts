import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IgnoreMode } from 'aws-cdk-lib';

/** The same from `src/` and `dist/`. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * How an image is built from the repository. What goes into it is what `<Dockerfile>.dockerignore` leaves, for the CDK as for
 * `docker build`. Synthesis only hashes it; Docker runs when the image is published.
 *
 * @param file from the repository's root.
 */
export function dockerContext(file: string) {
  const ignored = join(repositoryRoot, `${file}.dockerignore`);
  const exclude = existsSync(ignored) ? readFileSync(ignored, 'utf8').split('\n').filter(isPattern) : [];
  return { file, exclude: [...exclude, 'infra/cdk.out'], ignoreMode: IgnoreMode.DOCKER };
}

function isPattern(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('#');
}
