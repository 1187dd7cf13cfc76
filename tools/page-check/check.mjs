import { join } from 'node:path';
import { say } from '../bootstrap/say.mjs';
import { openChromium } from '../demo-page/chromium.mjs';
import { ask } from '../demo-service/client.mjs';
import { framesDuring } from './frames.mjs';
import { lighthouse } from './lighthouse.mjs';
import { drawPictures } from './pictures.mjs';

const PICTURES = 2000;
/**
 * Pixels in every frame at 60 a second. A quarter of a wheel's notch is 1,500 pixels a second, more than can be looked at; a
 * whole one is as fast as a wheel turns; four are a wall of pictures thrown past.
 */
const NOTCH = 100;
const STEPS = 280;

/**
 * @param {{ url: string, folder: string, trace: string, withLighthouse: boolean }} options `folder`: one that the service
 *   may read; `trace`: file for what the browser did while scrolling, for chrome://tracing or Perfetto.
 */
export async function checkPage({ url, folder, trace, withLighthouse }) {
  const scores = withLighthouse ? await lighthouse(url, folder) : undefined;
  const browser = await openChromium();
  try {
    /** With a cache of its own, which knows no picture. */
    const newPage = async () => {
      const fresh = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      fresh.setDefaultTimeout(120_000);
      return fresh;
    };
    let page = await newPage();
    await page.goto(url, { waitUntil: 'networkidle' });
    const scriptBytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((entry) => /** @type {PerformanceResourceTiming} */ (entry))
        .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    );

    say(`drawing ${PICTURES} pictures`);
    await drawPictures(join(folder, 'shapes'), PICTURES);
    const { createDataset } = await ask(url, CREATE, { folder: join(folder, 'shapes') });
    const { id } = createDataset.dataset;
    await until(url, createDataset.job.id);
    const openWall = async () => {
      await page.goto(`${url}/datasets/${id}`);
      await page.getByRole('listbox').getByRole('option').first().waitFor();
    };
    await openWall();
    const scroll = (/** @type {number} */ pixels) => async () => {
      await page.getByRole('listbox').hover();
      for (let i = 0; i < STEPS; i++) {
        await page.mouse.wheel(0, i < STEPS / 2 ? pixels : -pixels);
        await page.waitForTimeout(16);
      }
    };
    const looking = await framesDuring(page, scroll(NOTCH / 4));
    await page.close();
    page = await newPage();
    await openWall();
    // What is seen for the first time is fetched and decoded, the former by the service on the same cores as the browser.
    const first = await framesDuring(page, scroll(NOTCH));
    const again = await framesDuring(page, scroll(NOTCH));
    const thrown = await framesDuring(page, scroll(4 * NOTCH));
    await browser.startTracing(page, { path: trace });
    await scroll(NOTCH)();
    await browser.stopTracing();

    const { train } = await ask(url, TRAIN, { id });
    await page.goto(`${url}/jobs/${train.job.id}`);
    await page
      .getByRole('img', { name: /by epoch/ })
      .first()
      .waitFor();
    const curves = await framesDuring(page, () => page.waitForTimeout(5000));
    return {
      lighthouse: scores,
      scriptBytes,
      scrolling: { pictures: PICTURES, looking, first, again, thrown, trace },
      curves,
    };
  } finally {
    await browser.close();
  }
}

/** @param {string} url @param {string} id */
async function until(url, id) {
  for (;;) {
    const { job } = await ask(url, 'query ($id: ID!) { job(id: $id) { state error { message } } }', { id });
    if (job.state === 'SUCCEEDED') return;
    if (job.state === 'FAILED') throw new Error(job.error.message);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const CREATE = `mutation ($folder: String!) {
  createDataset(input: { name: "shapes", source: { folder: $folder } }) {
    dataset { id }
    job { id }
    userErrors { message }
  }
}`;
// Enough epochs that the curves move while they are looked at.
const TRAIN = `mutation ($id: ID!) {
  train(input: { dataset: $id, epochs: 400, earlyStopping: 0 }) { job { id } userErrors { message } }
}`;
