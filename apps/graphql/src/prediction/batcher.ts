/** Puts single requests that come at about the same time together. */
export interface Batcher<Input, Output> {
  /** @throws whatever the batch as a whole threw. */
  add(input: Input): Promise<Output>;
  /** Inputs that wait or are worked on. */
  readonly pending: number;
}

/**
 * While batches are worked on, the next one gathers; an input that comes when nothing is going on starts at once. So a
 * single request waits for nobody, and many share the cost of a batch.
 *
 * @param atOnce batches under way at a time: with two, one can be decoded while the other is computed.
 * @param work gives one output per input, in order.
 */
export function createBatcher<Input, Output>(
  { maxBatch, atOnce }: { maxBatch: number; atOnce: number },
  work: (inputs: readonly Input[]) => Promise<readonly Output[]>,
): Batcher<Input, Output> {
  interface Waiting {
    readonly input: Input;
    resolve(output: Output): void;
    reject(error: unknown): void;
  }
  const waiting: Waiting[] = [];
  let pending = 0;
  let running = 0;

  async function run(): Promise<void> {
    running++;
    // What else this turn of the event loop brings belongs to the same batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.splice(0, maxBatch);
      try {
        const outputs = await work(batch.map(({ input }) => input));
        batch.forEach(({ resolve }, i) => {
          resolve(outputs[i]!);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      pending -= batch.length;
    }
    running--;
  }

  return {
    add(input) {
      pending++;
      const result = new Promise<Output>((resolve, reject) => waiting.push({ input, resolve, reject }));
      if (running < atOnce) void run();
      return result;
    },
    get pending() {
      return pending;
    },
  };
}
