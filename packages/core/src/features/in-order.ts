/**
 * Starts work on up to `ahead` items before their turn and gives the results in the items' order. Never more than
 * `ahead` results wait, however slow the reader is.
 */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  ahead: number,
  start: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const started: Promise<Result>[] = [];
  let next = 0;
  const startNext = () => {
    const result = start(items[next++]!);
    result.catch(() => undefined); // Thrown in its turn; must not count as unhandled meanwhile.
    started.push(result);
  };
  try {
    while (next < items.length && next < ahead) startNext();
    while (started.length > 0) {
      yield await started.shift()!;
      if (next < items.length) startNext();
    }
  } finally {
    await Promise.allSettled(started); // Nothing works on after the reader has stopped.
  }
}
