import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { lastLines, run } from '../bootstrap/run.mjs';
import { fromBuild } from './from-build.mjs';

const PICTURES_PER_FOLDER = 16;

/**
 * A real model of the default backbone (EfficientNet-Lite0), made by `graft train` in seconds from some of the demo's emoji.
 *
 * @returns {Promise<{ folder: string, pictures: Uint8Array[], remove: () => void }>} `pictures` are of its test split.
 */
export async function trainSmallModel() {
  const work = mkdtempSync(join(tmpdir(), 'graft-lambda-'));
  const { drawEmoji } = await fromBuild('apps/cli', 'demo/emoji.js');
  const all = await drawEmoji(join(work, 'all'));
  const few = join(work, 'few');
  for (const split of ['train', 'val', 'test']) {
    for (const label of readdirSync(join(all, split))) {
      mkdirSync(join(few, split, label), { recursive: true });
      for (const file of readdirSync(join(all, split, label))
        .sort()
        .slice(0, PICTURES_PER_FOLDER)) {
        cpSync(join(all, split, label, file), join(few, split, label, file));
      }
    }
  }
  const folder = join(work, 'model');
  const graft = join(repositoryRoot, 'apps', 'cli', 'dist', 'main.js');
  const { ok, output } = await run(process.execPath, [graft, 'train', few, '--out', folder, '--epochs', '5']);
  if (!ok) throw new Error(`graft train failed:\n${lastLines(output, 12)}`);
  const test = readdirSync(join(few, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.png'),
  );
  return {
    folder,
    pictures: test.sort().map((file) => readFileSync(join(few, 'test', file))),
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}
