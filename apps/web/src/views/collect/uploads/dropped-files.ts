import type { IncomingFile } from './plan.js';

/** Files of a drop, folders with all that is in them. To be called while the event is handled: its list is empty after it. */
export function droppedFiles({ items }: DataTransfer): Promise<IncomingFile[]> {
  const entries = [...items].flatMap((item) => (item.kind === 'file' ? [item.webkitGetAsEntry()] : []));
  const plain = [...items].flatMap((item) => (item.kind === 'file' ? [item.getAsFile()] : []));
  return Promise.all(
    entries.map((entry, i) =>
      // What a script has put into a drop has no entry.
      entry ? below(entry, []) : plain[i] ? [{ file: plain[i], folders: [] }] : [],
    ),
  ).then((parts) => parts.flat());
}

/** Files of an `<input type="file">`, with their folders where a folder was chosen. */
export function chosenFiles(files: FileList): IncomingFile[] {
  return [...files].map((file) => ({ file, folders: file.webkitRelativePath.split('/').slice(0, -1) }));
}

async function below(entry: FileSystemEntry, folders: readonly string[]): Promise<IncomingFile[]> {
  if (isFile(entry)) {
    // A file that cannot be read any more is as if it had not been dropped.
    const file = await new Promise<File | null>((resolve) => entry.file(resolve, () => resolve(null)));
    return file ? [{ file, folders }] : [];
  }
  const entries = await readAll((entry as FileSystemDirectoryEntry).createReader());
  const parts = await Promise.all(entries.map((child) => below(child, [...folders, entry.name])));
  return parts.flat();
}

/** A folder is read in parts, until an empty one. */
async function readAll(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
