import type { Metrics } from '@graft/core';

/** `0.9903` as `99.0%`. */
export function percent(fraction: number, digits = 1): string {
  return `${(100 * fraction).toFixed(digits)}%`;
}

/** Accuracy with its 95% interval: `99.0% (96.4–99.7%)`. */
export function accuracyWithInterval({
  accuracy,
  interval: [low, high],
}: Pick<Metrics, 'accuracy' | 'interval'>): string {
  return `${percent(accuracy)} (${percent(low).slice(0, -1)}–${percent(high)})`;
}

/** `0.42 s`, `12.3 s`, `4 min 05 s`, `1 h 02 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${pad(Math.round(seconds) % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** Bytes in decimal units, as download pages give them: `9.3 MB`. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(count, 1)) / 3)));
  return `${(count / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** With four digits that count. */
export function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
