/** Exit code of a program that Ctrl-C ended, as shells count it: 128 + SIGINT. */
export const INTERRUPTED = 130;

/**
 * Runs `work` with a signal that the first Ctrl-C aborts; the second one ends the process at once.
 *
 * @param message said on stderr at the first Ctrl-C.
 */
export async function withInterrupt<T>(
  message: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write(`\n${message} (Ctrl-C again stops at once.)\n`);
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
