const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** `12 s`, `3 min`, `1 h 20 min`: for what changes while one looks. */
export function shortDuration(seconds: number): string {
  if (seconds < 100) return `${Math.max(1, Math.ceil(seconds))} s`;
  if (seconds < 100 * MINUTE) return `${Math.round(seconds / MINUTE)} min`;
  const minutes = Math.round((seconds % HOUR) / MINUTE);
  return `${Math.floor(seconds / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
}

/** `10 to 40 seconds`, `1 to 3 minutes`: for what nobody knows exactly. */
export function durationRange(low: number, high: number): string {
  const [unit, name] =
    high < 100 ? [1, 'seconds'] : high < 100 * MINUTE ? [MINUTE, 'minutes'] : [HOUR, 'hours'];
  const least = roundly(low / unit);
  const most = Math.max(roundly(high / unit), 2);
  if (least === 0) return `up to ${most} ${name}`;
  return least === most ? `about ${most} ${name}` : `${least} to ${most} ${name}`;
}

/** To a number that people say: 1 to 10, 15, 20, 30… */
function roundly(value: number): number {
  if (value < 10) return Math.round(value);
  return value < 20 ? 5 * Math.round(value / 5) : 10 * Math.round(value / 10);
}
