export const ATTEMPTS = 6;
export const FIRST_WAIT_MS = 1000;

/** Asks again while there is no connection. */
export async function patiently<Answer extends object>(
  ask: () => Promise<Answer | { readonly problem: string; readonly offline: boolean }>,
  signal: AbortSignal,
): Promise<Exclude<Answer | { problem: string; at?: number }, { offline: boolean }>> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    const isOffline = 'offline' in answer && answer.offline;
    if (!isOffline || attempt >= ATTEMPTS || signal.aborted) return answer as never;
    await pause(FIRST_WAIT_MS * 2 ** (attempt - 1), signal);
  }
}

/** Shorter when the browser is back on the network; as long as it takes when it knows that it is off it. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const controller = new AbortController();
    const end = () => {
      clearTimeout(timer);
      controller.abort();
      resolve();
    };
    const timer = navigator.onLine ? setTimeout(end, milliseconds) : undefined;
    window.addEventListener('online', end, { signal: controller.signal });
    signal.addEventListener('abort', end, { signal: controller.signal });
  });
}
