/** What every system in Node shares: the plan on the command line, one JSON object on standard output. */
export async function answer(works) {
  const plan = JSON.parse(process.argv[2]);
  const result = await works[plan.work](plan);
  console.log(JSON.stringify({ peakMegabytes: peakMegabytes(), ...result }));
  process.exit(0); // Thread pools of the native libraries need no goodbye.
}

/** Of resident memory, since the process began. */
export function peakMegabytes() {
  return process.resourceUsage().maxRSS / 1000;
}

export function secondsSince(startedMs) {
  return (performance.now() - startedMs) / 1000;
}

/** @returns a function that gives the time since: on the wall, and of all cores together. */
export function startClock() {
  const startedMs = performance.now();
  const usedBefore = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(usedBefore);
    return { seconds: secondsSince(startedMs), coreSeconds: (user + system) / 1e6 };
  };
}

/** Median and 99th percentile of an action, in seconds. */
export async function timed(action, { warmUp, repeats }) {
  const times = [];
  let clock = startClock();
  for (let i = 0; i < warmUp + repeats; i++) {
    if (i === warmUp) clock = startClock();
    const startedMs = performance.now();
    await action(i);
    if (i >= warmUp) times.push(secondsSince(startedMs));
  }
  const coreSeconds = clock().coreSeconds / repeats;
  times.sort((a, b) => a - b);
  const [seconds, p99] = [0.5, 0.99].map((part) => times[Math.floor(times.length * part)]);
  return { seconds, p99, coreSeconds };
}
