import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

/**
 * Copies a folder of classes until every part has its number of pictures, each made unique by bytes after the picture's
 * end, so that every one is read, decoded and computed.
 *
 * @param source a folder of classes, or one with such a folder in `train`.
 * @param parts pictures of each sub-folder; `''` is the target itself.
 */
export function copyPictures(source, target, parts) {
  const from = existsSync(join(source, 'train')) ? join(source, 'train') : source;
  if (!existsSync(from)) throw new Error(`There is no ${source}; give a folder of classes with --data.`);
  const classes = readdirSync(from).filter((name) => !name.startsWith('.'));
  let serial = 0;
  for (const [part, count] of Object.entries(parts)) {
    for (const [k, label] of classes.entries()) {
      const files = readdirSync(join(from, label));
      mkdirSync(join(target, part, label), { recursive: true });
      const share = Math.floor(count / classes.length) + (k < count % classes.length ? 1 : 0);
      for (let i = 0; i < share; i++) {
        const file = files[(serial + i) % files.length];
        const to = join(target, part, label, `${i}${extname(file)}`);
        copyFileSync(join(from, label, file), to);
        appendFileSync(to, `graft ${part} ${i}`);
      }
    }
    serial += Math.ceil(count / classes.length);
  }
}

/** @returns the paths of all pictures in a folder of classes. */
export function listPictures(folder) {
  return readdirSync(folder).flatMap((label) =>
    readdirSync(join(folder, label)).map((name) => join(folder, label, name)),
  );
}
