import { type DragEvent as ReactDragEvent, useCallback, useEffect, useRef } from 'react';
import type { Selection } from 'react-aria-components';
import { classAt, classMark } from './class-targets.js';

type Drop = (pictures: Selection, label: string) => void;
export type BeginDrag = (event: ReactDragEvent, pictures: Selection) => void;

/** Keeps other programs from taking what is dragged for text. */
const TYPE = 'application/x-graft-picture';

/**
 * Pictures that are dragged onto an element with `data-drop-label`, which has `data-over` while they are held over it. For
 * mouse and fingers: keys and screen readers move by the menu. React Aria's own dragging would put handlers of its own on
 * each of thousands of tiles, and its targets would keep files from the page (`use-file-drop.ts`).
 *
 * @param onDrop undefined for those who may only look.
 * @returns to be called when a picture begins to be dragged, with all that go with it.
 */
export function usePictureDrag(onDrop: Drop | undefined): BeginDrag | undefined {
  const dragged = useRef<Selection>(undefined);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const mark = classMark();
    const dragover = (event: DragEvent) => {
      if (!dragged.current) return;
      const target = classAt(event.target);
      mark(target);
      if (target) event.preventDefault();
    };
    const dropped = (event: DragEvent) => {
      const label = classAt(event.target)?.dataset.dropLabel;
      if (!dragged.current || label === undefined) return;
      event.preventDefault();
      drop.current?.(dragged.current, label);
    };
    const end = () => {
      mark(null);
      dragged.current = undefined;
    };
    document.addEventListener('dragover', dragover, { signal });
    document.addEventListener('drop', dropped, { signal });
    document.addEventListener('dragend', end, { signal });
    return () => {
      end();
      controller.abort();
    };
  }, []);
  const begin = useCallback<BeginDrag>(({ dataTransfer }, pictures) => {
    dragged.current = pictures;
    dataTransfer.setData(TYPE, '');
    dataTransfer.effectAllowed = 'move';
  }, []);
  return onDrop && begin;
}
