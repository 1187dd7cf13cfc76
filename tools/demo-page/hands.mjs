/** Milliseconds that a person takes: to find what to click, to press a key, to pick in the system's window for files. */
const PACE_MS = { find: 1500, key: 120, pick: 5000 };

/**
 * A person at the page: acts at a person's speed, and knows how long that took. Whatever else passes is the page's time.
 *
 * @param {import('playwright-core').Page} page
 */
export function personAt(page) {
  let workedMs = 0;
  /** @param {() => Promise<unknown>} act */
  const work = async (act) => {
    const startedMs = performance.now();
    await act();
    workedMs += performance.now() - startedMs;
  };
  const find = () => page.waitForTimeout(PACE_MS.find);
  return {
    get workedMs() {
      return workedMs;
    },
    /** @param {import('playwright-core').Locator} target */
    click: async (target) => {
      await target.waitFor();
      await work(async () => {
        await find();
        await target.click();
      });
    },
    /** @param {import('playwright-core').Locator} target @param {string} text */
    type: async (target, text) => {
      await target.waitFor();
      await work(async () => {
        await find();
        await target.click();
        await target.pressSequentially(text, { delay: PACE_MS.key });
      });
    },
    /** Clicks what opens the system's window for files and picks there. @param {import('playwright-core').Locator} target @param {string} path */
    pick: async (target, path) => {
      await target.waitFor();
      await work(async () => {
        await find();
        const [chooser] = await Promise.all([page.waitForEvent('filechooser'), target.click()]);
        await page.waitForTimeout(PACE_MS.pick);
        await chooser.setFiles(path);
      });
    },
  };
}
