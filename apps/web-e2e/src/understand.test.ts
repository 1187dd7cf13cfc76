import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ask } from './ask.js';
import { chromiumPath, openBrowser, openPage } from './browser.js';
import { accessibilityProblems, accessibilityProblemsInBothColours } from './check-accessibility.js';
import { drawPictures } from './draw-pictures.js';
import { jobSucceeded } from './job-succeeded.js';
import { type RunningService, startService } from './service.js';

const PATIENCE = 180_000;

describe.skipIf(!chromiumPath)('understanding a model (needs Chromium)', { timeout: PATIENCE }, () => {
  let folder: string;
  let service: RunningService;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-page-understand-'));
    const data = join(folder, 'sky');
    await drawPictures(join(data, 'train'), 18);
    for (const label of ['moons', 'suns']) {
      await mkdir(join(data, 'test', label), { recursive: true });
      for (let i = 12; i < 18; i++) {
        await rename(join(data, 'train', label, `${i}.png`), join(data, 'test', label, `${i}.png`));
      }
    }
    // A sun that somebody put among the moons.
    await rename(join(data, 'test', 'suns', '17.png'), join(data, 'test', 'moons', 'sun.png'));
    [service, browser] = await Promise.all([
      startService(join(folder, 'data'), { GRAFT_DATASET_ROOTS: folder, GRAFT_CACHE: join(folder, 'cache') }),
      openBrowser(),
    ]);
    const { createDataset } = await ask<{ createDataset: { dataset: { id: string }; job: { id: string } } }>(
      service.url,
      'mutation ($folder: String!) { createDataset(input: { name: "sky", source: { folder: $folder } }) { dataset { id } job { id } } }',
      { folder: data },
    );
    await jobSucceeded(service.url, createDataset.job.id, PATIENCE);
    const { compare } = await ask<{ compare: { job: { id: string } } }>(
      service.url,
      'mutation ($input: CompareInput!) { compare(input: $input) { job { id } } }',
      { input: { dataset: createDataset.dataset.id, backboneOptions: { inputSize: 32 }, epochs: 4 } },
    );
    await jobSucceeded(service.url, compare.job.id, PATIENCE);
  }, 2 * PATIENCE);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('says in words how good it is, beside the other strategy, and is accessible in both colour schemes', async () => {
    const page = await open('/models/sky/1');
    await page.getByText(/^\d+ of 12 right$/).waitFor();
    await page.getByText(/^On new pictures like these, expect \d+ to \d+%\.$/).waitFor();
    const strategies = page.getByRole('region', { name: 'Both strategies, side by side' });
    expect(await strategies.getByRole('link').allTextContents()).toEqual([
      'Feature extraction',
      'Fine-tuning',
    ]);
    await map(page).getByRole('option').first().waitFor();
    await page.locator('svg.marks').waitFor();
    expect(await accessibilityProblemsInBothColours(page)).toEqual([]);
    await page.getByRole('button', { name: 'Model card' }).click();
    await page.getByRole('dialog').getByText('On 12 test pictures that played no part in training').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    const report = await page.getByRole('link', { name: 'Full report' }).getAttribute('href');
    expect(await (await fetch(new URL(report!, service.url))).text()).toContain('sky: 2 labels');
  });

  test('a cell of the matrix opens its pictures at an address; one shows where the model looked', async () => {
    const page = await open('/models/sky/1');
    await page.getByRole('button', { name: /^\d+ pictures? of moons, taken for suns$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('img', { name: 'Picture test/moons/sun.png' }).waitFor();
    expect(new URL(page.url()).search).toBe('?actual=moons&predicted=suns');
    await page.reload();
    const card = dialog.locator('figure', { hasText: 'moons, taken for suns' }).first();
    await card.getByRole('button', { name: 'Where it looked' }).click();
    const heatMap = card.getByRole('img', { name: /in red what speaks for suns/ });
    await vi.waitFor(async () => expect(await naturalWidth(heatMap)).toBe(448), PATIENCE);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
  });

  test('by keyboard: arrow keys go through the map, Space selects, a label is fixed and given back', async () => {
    const page = await open('/models/sky/1');
    await map(page).getByRole('option').first().waitFor();
    await map(page).focus();
    const looked = () => map(page).getAttribute('aria-activedescendant');
    const first = await looked();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(first).not.toBeNull();
    await page.keyboard.press('Space');
    const panel = page.getByRole('region', { name: 'Selected pictures' });
    await panel.getByText('1 picture selected').waitFor();
    const before = await panel.locator('small').textContent();
    const other = before === 'suns' ? 'moons' : 'suns';
    await panel.getByRole('button', { name: /Their label/ }).click();
    await page.getByRole('option', { name: other, exact: true }).click();
    await panel.getByRole('button', { name: 'Relabel 1 picture' }).click();
    await expect.poll(() => panel.locator('small').textContent(), { timeout: PATIENCE }).toBe(other);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => panel.locator('small').textContent(), { timeout: PATIENCE }).toBe(before);
    expect(complaints).toEqual([]);
  });

  test('fits a narrow phone', async () => {
    const page = await open('/models/sky/1', { width: 360, height: 740 });
    await map(page).getByRole('option').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  async function open(path: string, viewport = { width: 1280, height: 900 }): Promise<Page> {
    const page = await openPage(browser, complaints, { viewport, patienceMs: PATIENCE });
    await page.goto(service.url + path);
    return page;
  }

  const map = (page: Page) => page.getByRole('listbox', { name: 'Map of the pictures by similarity' });
});

/** 0 until a picture is there. */
function naturalWidth(image: ReturnType<Page['getByRole']>): Promise<number> {
  return image.evaluate((element) => (element as HTMLImageElement).naturalWidth);
}
