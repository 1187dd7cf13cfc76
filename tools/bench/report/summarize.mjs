/** Median and spread of each system, and how many times faster Graft is than each other one: below 1 is slower. */
export function summarize(runs) {
  const summary = {};
  for (const [system, all] of Object.entries(runs)) {
    const good = all.filter(({ error }) => !error);
    if (good.length === 0) continue;
    const seconds = good.map((run) => run.seconds);
    summary[system] = {
      seconds: median(seconds),
      fastest: Math.min(...seconds),
      slowest: Math.max(...seconds),
      coreSeconds: median(good.map((run) => run.coreSeconds)),
      peakMegabytes: Math.round(median(good.map((run) => run.peakMegabytes))),
      ...(good[0].p99 !== undefined && { p99: median(good.map((run) => run.p99)) }),
    };
  }
  const { graftInt8, ...float32 } = summary;
  return {
    summary,
    ratio: ratios(float32, 'seconds'),
    coreRatio: ratios(float32, 'coreSeconds'),
    ...(graftInt8 && { int8Ratio: ratios({ ...float32, graft: graftInt8 }, 'seconds') }),
  };
}

function ratios({ graft, ...others }, time) {
  if (!graft) return {};
  return Object.fromEntries(
    Object.entries(others).map(([system, measured]) => [system, measured[time] / graft[time]]),
  );
}

/** Least squares of seconds over pictures: `seconds = start + each * pictures`. */
export function fitLine(points) {
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const x = mean(points.map((point) => point.pictures));
  const y = mean(points.map((point) => point.seconds));
  const sum = (term) => points.reduce((total, point) => total + term(point), 0);
  const each =
    sum((point) => (point.pictures - x) * (point.seconds - y)) / sum((point) => (point.pictures - x) ** 2);
  const start = y - each * x;
  const left = sum((point) => (point.seconds - start - each * point.pictures) ** 2);
  return { start, each, r2: 1 - left / sum((point) => (point.seconds - y) ** 2) };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}
