import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { drawEmoji, STYLES } from '../../apps/cli/dist/demo/emoji.js';
import { cacheFolder } from '../../packages/core/dist/index.js';

/**
 * The demo's pictures, whose test part has other concepts than its training part; and for each style the same with that
 * style as the test part, all of it, and the other two to learn from.
 *
 * @returns folders in the user's cache.
 */
export async function emojiFolders() {
  const whole = await drawEmoji(cacheFolder('demo'));
  return [whole, ...STYLES.map((style) => withoutStyle(whole, style))];
}

function withoutStyle(whole, style) {
  const folder = cacheFolder('accuracy', `${basename(whole)}-unseen-${style}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  for (const split of readdirSync(whole)) {
    for (const kind of readdirSync(join(whole, split))) {
      for (const file of readdirSync(join(whole, split, kind))) {
        const own = file.endsWith(`.${style}.png`);
        // The demo's concepts to test become pictures to choose the epoch by, beside those that do already.
        const part = own ? 'test' : split === 'test' ? 'val' : split;
        mkdirSync(join(unfinished, part, kind), { recursive: true });
        cpSync(join(whole, split, kind, file), join(unfinished, part, kind, file));
      }
    }
  }
  renameSync(unfinished, folder);
  return folder;
}
