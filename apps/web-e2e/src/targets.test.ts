import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { drawShapes } from '@graft/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from './ask.js';
import { chromiumPath, openBrowser, openPage } from './browser.js';
import { accessibilityProblemsInBothColours } from './check-accessibility.js';
import { jobSucceeded } from './job-succeeded.js';
import { graft, type RunningService, startService } from './service.js';

const PATIENCE_MS = 180_000;

describe.skipIf(!chromiumPath)(
  'models of several labels and of numbers (needs Chromium)',
  {
    timeout: PATIENCE_MS,
  },
  () => {
    let folder: string;
    let service: RunningService;
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'graft-page-targets-'));
      const env = { GRAFT_DATASET_ROOTS: folder, GRAFT_CACHE: join(folder, 'cache') };
      [service, browser] = await Promise.all([startService(join(folder, 'data'), env), openBrowser()]);
      const manifests = await drawShapes(join(folder, 'drawn'));
      await trainAndImport('shapes', manifests.labels, 'multi-label');
      await trainAndImport('brightness', manifests.brightness, 'regression');
      page = await openPage(browser, complaints, { patienceMs: PATIENCE_MS });
    }, 4 * PATIENCE_MS);

    afterAll(async () => {
      await browser?.close();
      await service?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    test('the list says of each what it is measured by, and offers no comparison that cannot be made', async () => {
      await page.goto(`${service.url}/models`);
      await page
        .getByText(/^Every label right on \d+(\.\d)?%; .* Mean F1 of its labels \d+(\.\d)?%$/)
        .waitFor();
      await page.getByText(/^Off by, on average: target_brightness 0\.0\d+$/).waitFor();
      expect(await page.getByText('trained elsewhere and brought in').count()).toBe(2);
      expect(await page.getByRole('checkbox').count()).toBe(0);
      await expectAccessible();
    });

    test('a name can point to one', async () => {
      await page.getByRole('button', { name: 'More about shapes:1' }).click();
      await page.getByRole('menuitem', { name: 'Give it a name…' }).click();
      await page.getByRole('button', { name: 'Point it here' }).click();
      await page
        .getByRole('list', { name: 'Names that stay, for shapes' })
        .getByText('points to version 1')
        .waitFor();
    });

    describe('of several labels', () => {
      test('it says how many pictures are right in every label, and from where on each label is said', async () => {
        await page.goto(`${service.url}/models/shapes/1`);
        await page.getByText(/^Every label right on \d of \d$/).waitFor();
        await page.getByText(/^On new pictures like these, expect \d+ to \d+%\.$/).waitFor();
        const table = page.getByRole('region', { name: 'Table of labels' });
        expect(await table.getByRole('rowheader').allTextContents()).toEqual(['bars', 'disc']);
        expect(await table.getByRole('columnheader').allTextContents()).toContain('Said from');
        await expectAccessible();
      });

      test('every label that is over its mark is said, or that none is', async () => {
        await page.goto(`${service.url}/models/shapes/1/predict`);
        await choose(0, 3);
        await answer('0.png').getByText('disc, bars').or(answer('0.png').getByText('bars, disc')).waitFor();
        await answer('3.png').getByText('None of its labels').waitFor();
        const bars = await answer('0.png').getByRole('listitem').allTextContents();
        for (const bar of bars) expect(bar).toMatch(/^(bars|disc)\d+(\.\d)?%said from \d+(\.\d)?%$/);
        await expectAccessible();
      });
    });

    describe('of numbers', () => {
      test('it says how far it is off, beside always saying the mean, and where most', async () => {
        await page.goto(`${service.url}/models/brightness/1`);
        await page.getByText(/^target_brightness: off by 0\.0\d+ on average$/).waitFor();
        await page.getByText(/^It explains \d+(\.\d)?% of what makes pictures differ in it/).waitFor();
        const largest = page.getByRole('region', { name: 'Table of the largest errors' });
        expect(await largest.getByRole('rowheader').first().textContent()).toMatch(/^\d+\.png$/);
        await expectAccessible();
      });

      test('a picture is given its number, with how far that is off as a rule', async () => {
        await page.goto(`${service.url}/models/brightness/1/predict`);
        await choose(3);
        await answer('3.png')
          .getByText(/^off by 0\.0\d+ on average$/)
          .waitFor();
        const said = await answer('3.png').locator('dd').first().textContent();
        // The ground of picture 3, as the manifest says it.
        expect(Math.abs(Number(said) - 21 / 48)).toBeLessThan(0.15);
        await expectAccessible();
      });
    });

    test.each([
      ['shapes', 'curl', /"label":"disc"/],
      ['shapes', 'TypeScript', /disc/],
      ['brightness', 'curl', /"target":"target_brightness","value":/],
      ['brightness', 'TypeScript', /target_brightness/],
    ])('the code of %s for %s runs as it stands', async (model, way, expected) => {
      await page.goto(`${service.url}/models/${model}/1/use`);
      await page.getByRole('tab', { name: way }).click();
      const code = String(await page.getByRole('region', { name: `Code: ${way}` }).textContent());
      const filled = code.replace('photo.jpg', join(folder, 'drawn', '0.png'));
      const run = way === 'curl' ? ['sh', '-c', filled] : ['node', '--input-type=module', '-e', filled];
      const { stdout } = await promisify(execFile)(run[0]!, run.slice(1));
      expect(stdout).toMatch(expected);
    });

    test.each(['shapes', 'brightness'])('%s is downloaded as ONNX', async (model) => {
      await page.goto(`${service.url}/models/${model}/1/use`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download ONNX', exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`${model}-1-onnx.onnx`);
      // EfficientNet-Lite0 in 32 bits has 14 MB.
      expect((await stat(await download.path())).size).toBeGreaterThan(10e6);
      await expectAccessible();
    });

    test('all of it fits a narrow phone', async () => {
      await page.setViewportSize({ width: 360, height: 740 });
      for (const path of ['', '/shapes/1', '/brightness/1', '/shapes/1/predict', '/brightness/1/use']) {
        await page.goto(`${service.url}/models${path}`);
        await page.getByRole('heading', { level: 2 }).first().waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      }
      expect(complaints).toEqual([]);
    });

    test.each([
      ['rooms', 'MULTI_LABEL', 'labels', /^every label right on \d of \d test pictures$/],
      ['grounds', 'REGRESSION', 'brightness', /^target_brightness is off by so much on average, on \d test/],
    ])('pictures of %s are looked at and trained on', async (name, task, manifest, result) => {
      const path = join(folder, 'drawn', `${manifest}.csv`);
      const { createDataset } = await ask<{
        createDataset: { dataset: { id: string }; job: { id: string } };
      }>(
        service.url,
        'mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { dataset { id } job { id } } }',
        { input: { name, task, source: { manifest: { path } } } },
      );
      await jobSucceeded(service.url, createDataset.job.id, PATIENCE_MS);
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`${service.url}/datasets/${createDataset.dataset.id}`);
      await page.getByText(/^48 pictures with (2 labels|numbers)$/).waitFor();
      const shown = name === 'rooms' ? 'bars, disc' : '0.1458';
      await page.getByRole('listbox').getByText(shown, { exact: true }).first().waitFor();
      await expectAccessible();
      await page.getByRole('link', { name: 'Train', exact: true }).click();
      await page.getByText(/^48 pictures, each with/).waitFor();
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await page.getByText(result).waitFor();
      await expectAccessible();
      await page.getByRole('link', { name: `Look at the model: ${name}, version 1` }).click();
      await page.getByRole('heading', { name: 'How good it is' }).waitFor();
      expect(complaints).toEqual([]);
    });

    /** As a user of the command line does who has a service as well. */
    async function trainAndImport(name: string, manifest: string, task: string): Promise<void> {
      const args = [graft, 'train', manifest, '--task', task, '--out', join(folder, name)];
      await promisify(execFile)(process.execPath, args);
      const { importModel } = await ask<{ importModel: { job: { id: string } } }>(
        service.url,
        'mutation ($input: ImportModelInput!) { importModel(input: $input) { job { id } } }',
        { input: { name, from: { folder: name } } },
      );
      await jobSucceeded(service.url, importModel.job.id, PATIENCE_MS);
    }

    function choose(...pictures: readonly number[]): Promise<void> {
      const paths = pictures.map((picture) => join(folder, 'drawn', `${picture}.png`));
      return page.locator('input[type=file]').setInputFiles(paths);
    }

    const answer = (name: string) =>
      page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });

    async function expectAccessible(): Promise<void> {
      expect(await accessibilityProblemsInBothColours(page)).toEqual([]);
    }
  },
);
