/** The nearest multiple of 8, but never less than 90% of what was asked for. */
export function toMultipleOf8(channels: number): number {
  const nearest = nearestMultipleOf8(channels);
  return nearest < 0.9 * channels ? nearest + 8 : nearest;
}

/** At least 8. */
export function nearestMultipleOf8(channels: number): number {
  return Math.max(8, Math.floor(Math.trunc(channels + 4) / 8) * 8);
}
