/** The element of the class, with `data-drop-label`, at which something is held. */
export function classAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-drop-label]') : null;
}

/** @returns marks the class that something is held over by `data-over`, and only that one; null marks none. */
export function classMark(): (element: HTMLElement | null) => void {
  let marked: HTMLElement | null = null;
  return (element) => {
    if (marked === element) return;
    if (marked) delete marked.dataset.over;
    if (element) element.dataset.over = '';
    marked = element;
  };
}
