/**
 * How smoothly a page moves while something is done with it: the time between the frames that the browser draws.
 *
 * @param {import('playwright-core').Page} page @param {() => Promise<unknown>} act
 * @returns {Promise<{ perSecond: number, median: number, slowest: number, late: number }>} frames per second, milliseconds
 * between them, and the part that came more than half a frame late at 60 a second
 */
export async function framesDuring(page, act) {
  await page.evaluate(() => {
    const times = /** @type {number[]} */ ([]);
    Object.assign(window, { graftFrames: times });
    const note = (/** @type {number} */ time) => {
      times.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await act();
  const times = /** @type {number[]} */ (await page.evaluate('window.graftFrames'));
  const gaps = times.slice(1).map((time, i) => time - /** @type {number} */ (times[i]));
  const sorted = gaps.toSorted((a, b) => a - b);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    perSecond: round((1000 * gaps.length) / total),
    median: round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    slowest: round(sorted.at(-1) ?? 0),
    late: round(gaps.filter((gap) => gap > 25).length / gaps.length),
  };
}

/** @param {number} value */
function round(value) {
  return Number(value.toFixed(value < 1 ? 3 : 1));
}
