import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawShapes, shapesPicture } from '@graft/testing';
import { zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFolder } from './add-folder.js';
import { chromiumPath, openBrowser, openPage } from './browser.js';
import { accessibilityProblemsInBothColours } from './check-accessibility.js';
import { type RunningService, startService } from './service.js';

describe.skipIf(!chromiumPath)(
  'collecting pictures with several labels or numbers (needs Chromium)',
  { timeout: 300_000 },
  () => {
    let folder: string;
    let service: RunningService;
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'graft-collect-labels-'));
      [service, browser] = await Promise.all([
        startService(join(folder, 'data'), { GRAFT_CACHE: join(folder, 'cache') }),
        openBrowser(),
      ]);
      const viewport = { width: 1280, height: 900 };
      page = await openPage(browser, complaints, { viewport, patienceMs: 60_000 });
    }, 300_000);

    afterAll(async () => {
      await browser?.close();
      await service?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const entry = (name: string) => page.getByRole('button', { name, exact: true });
    const tiles = () => page.getByRole('listbox').getByRole('option');
    const labels = () => page.getByRole('dialog').getByRole('checkbox');

    test('labels are given by folders and by hand, taken back, and trained on', async () => {
      await newCollection('rooms', 'A picture may show several things');
      await addFolder(page, await drawByLabel());
      // 24 with a disc and 24 with bars; the 12 that lie in both folders are one picture each.
      await entry('disc 24').waitFor();
      await entry('bars 24').waitFor();
      await entry('All pictures 36').waitFor();
      await page.getByText('12 pictures were there already; they have the new label as well').waitFor();

      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles(await drawLoose());
      await entry('All pictures 48').waitFor();
      await page.getByText('48 pictures with 2 labels').waitFor();

      await entry('disc 24').click();
      await tiles().first().click();
      await tiles().nth(1).click();
      await page.getByRole('button', { name: 'Labels', exact: true }).click();
      await page.getByRole('heading', { name: 'What do these 2 show?' }).waitFor();
      expect(await labels().count()).toBe(2);
      await expectAccessible();
      await page.getByRole('checkbox', { name: 'disc' }).setChecked(false, { force: true });
      await page.getByLabel('New label').fill('round');
      await page.getByRole('button', { name: 'Save' }).click();
      await entry('disc 22').waitFor();
      await entry('round 2').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await entry('disc 24').waitFor();

      // Onto a label it becomes one more.
      await entry('All pictures 48').click();
      const loose = tiles().filter({ hasText: 'no label' }).first();
      await loose.dragTo(entry('bars 24'));
      await entry('bars 25').waitFor();
      await page.getByRole('button', { name: 'Look for them' }).click();
      const doubted = page.getByRole('region', { name: /may be wrong/ });
      await doubted.getByText('labelled bars').waitFor();
      await expectAccessible();
      await doubted.getByRole('button', { name: 'It does not show bars' }).first().click();
      await entry('bars 24').waitFor();

      await page.getByRole('link', { name: 'Train', exact: true }).click();
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await page.getByText(/^every label right on \d of \d test pictures$/).waitFor();
      expect(complaints).toEqual([]);
    });

    test('numbers come in a zip with their manifest, and pictures alone are told so', async () => {
      await newCollection('grounds', 'Each picture has a number');
      const { brightness } = await drawShapes(join(folder, 'drawn'));
      await expectAccessible();
      const input = page.locator('input[type=file]').first();
      await input.setInputFiles(join(folder, 'drawn', '0.png'));
      await page.getByText('What each picture shows is said by a metadata.csv').waitFor();
      const entries: Record<string, Uint8Array> = { 'metadata.csv': await readFile(brightness) };
      for (let i = 0; i < 48; i++) entries[`${i}.png`] = await readFile(join(folder, 'drawn', `${i}.png`));
      const zip = { name: 'grounds.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync(entries)) };
      await input.setInputFiles(zip);
      await page.getByText('48 pictures with numbers').waitFor();
      await tiles().first().click();
      expect(await page.getByRole('button', { name: /^(Labels|Move to)$/ }).count()).toBe(0);
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByText('47 pictures with numbers').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('48 pictures with numbers').waitFor();
      expect(complaints).toEqual([]);
    });

    test('all of it fits a narrow phone', async () => {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(service.url);
      await page.getByText('What a picture shows: one thing').click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await expectAccessible();
    });

    async function newCollection(name: string, kind: string): Promise<void> {
      await page.goto(service.url);
      await page.getByLabel('Name').fill(name);
      await page.getByText('What a picture shows: one thing').click();
      await page.getByText(kind).click();
      await expectAccessible();
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }

    /** A folder for each label; what shows both lies in both. */
    async function drawByLabel(): Promise<string> {
      for (let i = 0; i < 48; i++) {
        const shown = shownBy(i);
        for (const label of shown) {
          await mkdir(join(folder, 'by-label', label), { recursive: true });
          await writeFile(join(folder, 'by-label', label, `${i}.png`), await shapesPicture(shown, i / 48));
        }
      }
      return join(folder, 'by-label');
    }

    async function drawLoose(): Promise<string[]> {
      const none = Array.from({ length: 48 }, (_, i) => i).filter((i) => shownBy(i).length === 0);
      await mkdir(join(folder, 'loose'), { recursive: true });
      return Promise.all(
        none.map(async (i) => {
          const path = join(folder, 'loose', `${i}.png`);
          await writeFile(path, await shapesPicture([], i / 48));
          return path;
        }),
      );
    }

    const shownBy = (i: number) => [...(i % 2 === 0 ? ['disc'] : []), ...(i % 4 < 2 ? ['bars'] : [])];

    async function expectAccessible(): Promise<void> {
      expect(await accessibilityProblemsInBothColours(page)).toEqual([]);
    }
  },
);
