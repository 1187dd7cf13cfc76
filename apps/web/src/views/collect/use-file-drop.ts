import { useEffect, useRef, useState } from 'react';
import { classAt, classMark } from './class-targets.js';
import { droppedFiles } from './uploads/dropped-files.js';
import type { IncomingFile } from './uploads/plan.js';

type Give = (files: readonly IncomingFile[], label: string | undefined) => void;

/**
 * Files that are dropped anywhere on the page or pasted. What lies in an element with `data-drop-label` is of that class,
 * and the element has `data-over` while files are held over it.
 *
 * @returns the class that files are held over, `''` for the page itself, undefined while there are none.
 */
export function useFileDrop(onFiles: Give | undefined): string | undefined {
  const [over, setOver] = useState<string>();
  const give = useRef(onFiles);
  give.current = onFiles;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const mark = classMark();
    const leave = () => {
      mark(null);
      setOver(undefined);
    };
    const brings = (event: DragEvent) => give.current && event.dataTransfer?.types.includes('Files');
    const dragover = (event: DragEvent) => {
      if (!brings(event)) return;
      event.preventDefault();
      const target = classAt(event.target);
      mark(target);
      setOver(target?.dataset.dropLabel ?? '');
    };
    const drop = async (event: DragEvent) => {
      if (!brings(event) || !event.dataTransfer) return;
      event.preventDefault();
      leave();
      const label = classAt(event.target)?.dataset.dropLabel;
      give.current?.(await droppedFiles(event.dataTransfer), label);
    };
    const paste = ({ clipboardData }: ClipboardEvent) => {
      const files = [...(clipboardData?.files ?? [])];
      if (files.length > 0) give.current?.(files.map(pasted), undefined);
    };
    document.addEventListener('dragover', dragover, { signal });
    document.addEventListener('dragleave', (event) => event.relatedTarget || leave(), { signal });
    document.addEventListener('drop', (event) => void drop(event), { signal });
    document.addEventListener('paste', paste, { signal });
    return () => {
      mark(null);
      controller.abort();
    };
  }, []);
  return over;
}

/** Browsers call every picture from the clipboard `image.png`. */
function pasted(file: File, index: number): IncomingFile {
  if (!/^image\.\w+$/.test(file.name)) return { file, folders: [] };
  const moment = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 17);
  const name = file.name.replace('image', `pasted-${moment}-${index + 1}`);
  return { file: new File([file], name, { type: file.type }), folders: [] };
}
