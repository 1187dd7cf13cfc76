/**
 * Scrolls through 2,000 thumbnails and says how long frames took: `node apps/web-e2e/dist/trace-scrolling.js [trace.json]`.
 * The trace opens in Chromium's own performance panel. Timings depend on the machine, so this is no test.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { ask } from './ask.js';
import { openBrowser } from './browser.js';
import { startService } from './service.js';

const PICTURES = 2000;
const SECONDS = 8;

const [tracePath] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'graft-scrolling-'));
await drawMany(join(folder, 'many'));
const service = await startService(join(folder, 'data'), { GRAFT_DATASET_ROOTS: folder });
const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${service.url}/datasets/${await importFolder(service.url, 'many')}`);
  const grid = page.getByRole('grid');
  await grid.waitFor();
  // Once without counting: thumbnails are made when they are first looked at.
  await scroll(page);
  await grid.evaluate((element) => element.scrollTo(0, 0));
  if (tracePath) await browser.startTracing(page, { path: tracePath });
  const frames = await scroll(page);
  if (tracePath) await browser.stopTracing();
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(1);
  const rate = (1000 * frames.length) / frames.reduce((sum, frame) => sum + frame, 0);
  console.log(
    `${frames.length} frames, ${rate.toFixed(1)} a second; median ${at(0.5)} ms, 95% within ${at(0.95)} ms, longest ${at(1)} ms`,
  );
} finally {
  await browser.close();
  await service.stop();
  await rm(folder, { recursive: true, force: true });
}

/** @returns milliseconds between frames while the wheel turns, down to the end and up again. */
async function scroll(page: Page): Promise<number[]> {
  await page.getByRole('grid').hover();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    const tick = (time: number) => {
      times.push(time);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const end = Date.now() + 1000 * SECONDS;
  for (let step = 0; Date.now() < end; step++) {
    await page.mouse.wheel(0, step % 400 < 200 ? 120 : -120);
    await page.waitForTimeout(16);
  }
  return page.evaluate(() => {
    const { times } = window as unknown as { times: number[] };
    return times.slice(1).map((time, i) => time - (times[i] ?? time));
  });
}

async function importFolder(url: string, name: string): Promise<string> {
  const { createDataset } = await ask<{ createDataset: { dataset: { id: string } } }>(
    url,
    'mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { dataset { id } } }',
    { input: { name, source: { folder: name } } },
  );
  const { id } = createDataset.dataset;
  for (;;) {
    const { dataset } = await ask<{ dataset: { pictureCount: number } }>(
      url,
      'query ($id: ID!) { dataset(id: $id) { pictureCount } }',
      { id },
    );
    if (dataset.pictureCount === PICTURES) return id;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function drawMany(path: string): Promise<void> {
  for (const [label, hue] of Object.entries({ warm: 20, cold: 200 })) {
    await mkdir(join(path, label), { recursive: true });
    for (let i = 0; i < PICTURES / 2; i++) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="hsl(${hue + (i % 40)} 60% 50%)"/><text x="100" y="115" font-size="50" text-anchor="middle">${i}</text></svg>`;
      await writeFile(join(path, label, `${i}.jpg`), await sharp(Buffer.from(svg)).jpeg().toBuffer());
    }
  }
}
