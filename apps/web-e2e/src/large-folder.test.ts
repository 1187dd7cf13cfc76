import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFolder } from './add-folder.js';
import { chromiumPath, openBrowser } from './browser.js';
import { type RunningService, startService } from './service.js';

const CLASSES = ['dots', 'lines'];
const PER_CLASS = 1000;
/** A weak mobile line, in bytes a second and milliseconds. */
const SLOW = { downloadThroughput: 400_000, uploadThroughput: 200_000, latency: 100, offline: false };
const FAST = { downloadThroughput: -1, uploadThroughput: -1, latency: 0, offline: false };

describe.skipIf(!chromiumPath)('two thousand pictures (needs Chromium)', () => {
  let folder: string;
  let service: RunningService;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-large-'));
    for (const [i, label] of CLASSES.entries()) {
      await mkdir(join(folder, 'shapes', label), { recursive: true });
      for (let n = 0; n < PER_CLASS; n++) {
        await writeFile(join(folder, 'shapes', label, `${n}.png`), await picture(i * PER_CLASS + n));
      }
    }
    [service, browser] = await Promise.all([
      startService(join(folder, 'data'), { GRAFT_WORKERS: '0' }),
      openBrowser(),
    ]);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('arrive whole over a line that is slow, lost and found again; only those in sight are in the document', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(200_000);
    await page.goto(service.url);
    await page.getByLabel('Name').fill('shapes');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'shapes' }).waitFor();

    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', SLOW);
    await addFolder(page, join(folder, 'shapes'));
    const classes = page.getByRole('navigation', { name: 'Classes' });
    // Some are there, most are not.
    await classes.getByRole('button', { name: /^dots [1-9]/ }).waitFor();
    await page.context().setOffline(true);
    await page.waitForTimeout(1000);
    await page.context().setOffline(false);
    await line.send('Network.emulateNetworkConditions', FAST);
    for (const label of CLASSES) {
      await classes.getByRole('button', { name: new RegExp(`^${label} 1,?000$`) }).waitFor();
    }

    const grid = page.getByRole('listbox');
    await grid.getByRole('option').first().focus();
    for (let i = 0; i < 30; i++) await page.keyboard.press('PageDown');
    expect(await grid.getByRole('option').count()).toBeLessThan(300);
  });
});

/** One that no other one equals. */
function picture(number: number): Promise<Buffer> {
  const background = { r: number % 256, g: number >> 8, b: (number * 37) % 256 };
  return sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .png()
    .toBuffer();
}
