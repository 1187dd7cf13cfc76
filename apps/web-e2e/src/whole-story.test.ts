import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3 } from '@graft/testing/services';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFolder } from './add-folder.js';
import { chromiumPath, openBrowser } from './browser.js';
import { accessibilityProblemsInBothColours } from './check-accessibility.js';
import { drawPictures } from './draw-pictures.js';
import { type RunningService, startService } from './service.js';

const PATIENCE_MS = 240_000;

/** Where the pictures and models are, beside what each screen shows. */
const onDisk = async () => ({ env: {}, stop: async () => undefined });
const inS3 = async () => {
  const { bucket, env, stop } = await startS3();
  return { env: { ...env, GRAFT_STORAGE: `s3://${bucket}/page` }, stop };
};

describe.skipIf(!chromiumPath).each([
  ['a phone, pictures on the disk', { width: 360, height: 740 }, onDisk],
  ['a 4K screen, pictures in S3', { width: 3840, height: 2160 }, inS3],
])('the whole story on %s (needs Chromium)', { timeout: 2 * PATIENCE_MS }, (_, viewport, startStorage) => {
  let folder: string;
  let storage: Awaited<ReturnType<typeof startStorage>>;
  let service: RunningService;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-page-story-'));
    await drawPictures(join(folder, 'sky'), 12);
    storage = await startStorage();
    const env = { GRAFT_CACHE: join(folder, 'cache'), ...storage.env };
    [service, browser] = await Promise.all([startService(join(folder, 'data'), env), openBrowser()]);
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await storage?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('from nothing to a prediction; every view is accessible in light and dark, never wider than the screen, and asks nobody but the service', async () => {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== service.url) complaints.push(`asked ${request.url()}`);
    });
    const problems: Record<string, readonly string[]> = {};
    const look = async (view: string) => {
      problems[view] = await problemsOf(page);
    };

    await page.goto(service.url);
    await page.getByLabel('Name', { exact: true }).fill('sky');
    await look('start');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/datasets\//);

    await addFolder(page, join(folder, 'sky'));
    await page.getByText('24 pictures in 2 classes').first().waitFor();
    await look('collect');

    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await page.getByText(/^Takes about/).waitFor();
    await look('train');
    await page.getByRole('button', { name: 'Train', exact: true }).click();

    await page.getByRole('link', { name: /^Look at the model/ }).waitFor();
    await look('job');
    await page.getByRole('link', { name: /^Look at the model/ }).click();

    await page.waitForURL(/\/models\/sky\/1/);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await look('understand');

    await page.getByRole('tab', { name: 'Predict' }).click();
    await page.locator('input[type=file]').setInputFiles(join(folder, 'sky', 'moons', '3.png'));
    const answer = page.getByRole('listitem').filter({ hasText: '3.png' });
    await answer.getByText('%').first().waitFor();
    expect(await answer.getByRole('listitem').first().textContent()).toMatch(/^moons/);
    await look('predict');

    await page.getByRole('tab', { name: 'Use' }).click();
    await page.getByRole('region', { name: /^Code/ }).first().waitFor();
    await look('use');
    await page.getByRole('link', { name: 'Models' }).click();
    await page.getByText('Version 1').first().waitFor();
    await look('models');

    expect(Object.fromEntries(Object.entries(problems).filter(([, found]) => found.length > 0))).toEqual({});
    expect(complaints).toEqual([]);
  });
});

/** In light and dark: what axe finds, and whether the page is wider than its window. */
async function problemsOf(page: Page): Promise<string[]> {
  const found = await accessibilityProblemsInBothColours(page);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return wider > 0 ? [...found, `${wider} pixels wider than the window`] : found;
}
