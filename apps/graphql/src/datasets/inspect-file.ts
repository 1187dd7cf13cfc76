import { checkImage, GraftError, ImageError, type Task } from '@graft/core';
import type { IncomingPicture } from './add-pictures.js';
import { labelFault, pictureNameFault } from './names.js';
import { tooManyBytes } from './sources/too-many-bytes.js';
import type { SourceFile } from './sources/types.js';
import { isTargetsTextTooLong } from './targets.js';

/** Of a file whose own cannot be kept. */
const NO_LABEL: Readonly<Record<Task, string>> = {
  'single-label': '?',
  'multi-label': '[]',
  regression: '{}',
};

/** Reads and checks a file. What is wrong with the file becomes part of the answer; what is wrong with the machine is thrown. */
export async function inspectFile(
  file: SourceFile,
  maxBytes: number,
  task: Task = 'single-label',
): Promise<IncomingPicture> {
  const { label, split } = file;
  const hasFault = task === 'single-label' ? labelFault(label) : isTargetsTextTooLong(label);
  const bad = (code: string, reason: string, size = file.size ?? 0): IncomingPicture => ({
    name: printable(file.name),
    label: hasFault ? NO_LABEL[task] : label,
    split,
    size,
    content: { code, reason },
  });
  if (pictureNameFault(file.name)) {
    const reason = `${printable(file.name)} is no name for a picture: expected a relative path that ends in .jpg, .png, .webp, .avif, .gif or .tiff.`;
    return bad('NAME_INVALID', reason);
  }
  if (hasFault && task !== 'single-label') {
    return bad('LABEL_INVALID', `${file.name} has more labels or numbers than can be kept.`);
  }
  if (hasFault) {
    return bad('LABEL_INVALID', `${file.name} has the label ${JSON.stringify(label)}, which is none.`);
  }
  try {
    if (file.size !== undefined && file.size > maxBytes) throw tooManyBytes(file.name, file.size, maxBytes);
    const bytes = await file.read(maxBytes);
    const checked = await checkImage(bytes, file.name);
    return { name: file.name, label, split, size: bytes.byteLength, content: checked };
  } catch (error) {
    if (error instanceof ImageError) return bad(error.code, error.message);
    // An object that was removed while the import ran.
    if (error instanceof GraftError && error.code === 'STORAGE_NOT_FOUND') {
      return bad('IMAGE_NOT_FOUND', `${file.name} is not there any more.`);
    }
    throw error;
  }
}

function printable(name: string): string {
  return name.replace(/[\p{Cc}\p{Surrogate}]/gu, '\uFFFD').slice(0, 800);
}
