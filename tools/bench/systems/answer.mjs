/** What every system in Node shares: the plan on the command line, one JSON object on standard output. */
export async function answer(works) {
  const plan = JSON.parse(process.argv[2]);
  const result = await works[plan.work](plan);
  const peakMegabytes = process.resourceUsage().maxRSS / 1000;
  console.log(JSON.stringify({ ...result, peakMegabytes }));
  process.exit(0); // Thread pools of the native libraries need no goodbye.
}

export function secondsSince(startedMs) {
  return (performance.now() - startedMs) / 1000;
}

/** Median and 99th percentile of an action, in seconds. */
export async function timed(action, { warmUp, repeats }) {
  const times = [];
  for (let i = 0; i < warmUp + repeats; i++) {
    const startedMs = performance.now();
    await action(i);
    if (i >= warmUp) times.push(secondsSince(startedMs));
  }
  times.sort((a, b) => a - b);
  return { seconds: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)] };
}
