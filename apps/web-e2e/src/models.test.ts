import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { chromiumPath, openBrowser } from './browser.js';
import { accessibilityProblems } from './check-accessibility.js';
import { type RunningService, startService } from './service.js';
import { trainTwoModels } from './trained-models.js';

const PATIENCE_MS = 120_000;
const REPOSITORY = join(import.meta.dirname, '..', '..', '..');
interface FunctionProcess {
  startFunction(options: { port: number; env: Record<string, string> }): Promise<RunningService>;
}
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

describe.skipIf(!chromiumPath)('models on the page (needs Chromium)', { timeout: 3 * PATIENCE_MS }, () => {
  let folder: string;
  let service: RunningService;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-page-models-'));
    const env = { GRAFT_DATASET_ROOTS: folder, GRAFT_CACHE: join(folder, 'cache') };
    [service, browser] = await Promise.all([startService(join(folder, 'data'), env), openBrowser(CAMERA)]);
    await trainTwoModels(service.url, folder);
  }, 4 * PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return () => page.close();
  });

  describe('Predict', () => {
    test('answers on every picture and says of a bad one what is wrong with it', async () => {
      const sky = join(folder, 'sky');
      await writeFile(join(folder, 'letter.png'), 'Dear picture,');
      await page.goto(`${service.url}/models/sky/1/predict`);
      await page
        .locator('input[type=file]')
        .setInputFiles([join(sky, 'moons', '3.png'), join(sky, 'suns', '4.png'), join(folder, 'letter.png')]);
      const answer = (name: string) =>
        page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
      await answer('3.png').getByText('%').first().waitFor();
      await answer('4.png').getByText('%').first().waitFor();
      await answer('letter.png')
        .getByText(/cannot be read: expected JPEG, PNG/)
        .waitFor();
      expect(await answer('3.png').getByRole('listitem').first().textContent()).toMatch(/^moons/);
      expect(await answer('4.png').getByRole('listitem').first().textContent()).toMatch(/^suns/);
      expect(await accessibilityProblems(page)).toEqual([]);
    });

    test('answers on what the camera sees, until it is stopped', async () => {
      await page.goto(`${service.url}/models/sky/1/predict`);
      await page.getByRole('button', { name: 'Use the camera' }).click();
      await page.getByRole('region', { name: 'Camera' }).getByText('%').first().waitFor();
      await page.getByRole('button', { name: 'Stop the camera' }).click();
      expect(await page.getByRole('region', { name: 'Camera' }).count()).toBe(0);
    });
  });

  describe('Use', () => {
    test('the code for curl asks this model', async () => {
      await page.goto(`${service.url}/models/sky/2/use`);
      await page.getByRole('tab', { name: 'curl' }).click();
      const code = await page.getByRole('region', { name: 'Code: curl' }).textContent();
      const command = String(code).replace('photo.jpg', join(folder, 'sky', 'suns', '0.png'));
      const { stdout } = await promisify(execFile)('sh', ['-c', command]);
      expect(JSON.parse(stdout).data.predict).toMatchObject({
        predictions: [{ label: expect.stringMatching(/^(moons|suns)$/), error: null }],
        userErrors: [],
      });
      expect(await accessibilityProblems(page)).toEqual([]);
    });

    test('the download is a model as the command line saves it', async () => {
      await page.goto(`${service.url}/models/sky/1/use`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download Graft', exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('sky-1-graft.zip');
      const zip = join(folder, 'model.zip');
      await download.saveAs(zip);
      await promisify(execFile)('unzip', ['-q', zip, '-d', folder]).catch(() =>
        promisify(execFile)('python3', ['-m', 'zipfile', '-e', zip, folder]),
      );
      expect(await readdir(join(folder, 'sky-1'))).toEqual(
        expect.arrayContaining(['model.json', 'prefixes']),
      );
    });

    test.each([
      ['Library', 'node'],
      ['TypeScript', 'node'],
      ['Command line', 'sh'],
    ])('the code for %s runs as it stands', async (way, program) => {
      await page.goto(`${service.url}/models/sky/1/use`);
      await page.getByRole('tab', { name: way }).click();
      const code = String(await page.getByRole('region', { name: `Code: ${way}` }).textContent())
        .replace('photo.jpg', join(folder, 'sky', 'suns', '0.png'))
        .replace('sky-1', join(folder, 'sky-1')) // As the download before this one was unpacked.
        .replace('npm run graft --', 'node apps/cli/dist/main.js'); // Which is what it runs, once all is set up.
      const args = program === 'node' ? ['--input-type=module', '-e', code] : ['-c', code];
      const { stdout } = await promisify(execFile)(program, args, { cwd: REPOSITORY });
      expect(stdout).toMatch(/suns/);
    });

    test('the code for AWS Lambda sets the function up and asks it', async () => {
      await page.goto(`${service.url}/models/sky/1/use`);
      await page.getByRole('tab', { name: 'AWS Lambda' }).click();
      const code = String(await page.getByRole('region', { name: 'Code: AWS Lambda' }).textContent());
      const [, model = ''] = /^GRAFT_MODEL='(.+)'$/m.exec(code) ?? [];
      const local = join(REPOSITORY, 'tools', 'stack', 'function-process.mjs');
      const { startFunction } = (await import(pathToFileURL(local).href)) as FunctionProcess;
      const lambda = await startFunction({ port: 0, env: { GRAFT_MODEL: model } });
      onTestFinished(() => lambda.stop());
      const command = code.replace('photo.jpg', join(folder, 'sky', 'suns', '0.png'));
      const env = { ...process.env, FUNCTION_URL: lambda.url };
      const { stdout } = await promisify(execFile)('sh', ['-c', command], { env });
      expect(stdout).toMatch(/suns/);
    });
  });

  describe('Models', () => {
    test('a name is given, moved, taken back by undo and rolled back', async () => {
      await page.goto(`${service.url}/models`);
      const point = async (version: number, item: string) => {
        await page.getByRole('button', { name: `More about sky:${version}` }).click();
        await page.getByRole('menuitem', { name: item }).click();
      };
      const now = page.getByRole('list', { name: 'Names that stay, for sky' });
      await point(1, 'Give it a name…');
      await page.getByRole('button', { name: 'Point it here' }).click();
      await now.getByText('points to version 1').waitFor();
      await point(2, 'Point sky@prod here');
      await now.getByText('points to version 2').waitFor();
      await page.getByText('sky@prod now points to sky:2.').waitFor();
      await page.getByRole('button', { name: 'Roll back sky@prod' }).click();
      await now.getByText('points to version 1').waitFor();
      await page
        .getByRole('alertdialog')
        .filter({ hasText: 'points to sky:1 again' })
        .getByRole('button', { name: 'Undo' })
        .click();
      await now.getByText('points to version 2').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    });

    test('two are compared on the pictures that neither has learned from, under an address of its own', async () => {
      await page.goto(`${service.url}/models`);
      for (const name of ['Compare sky:1', 'Compare sky:2'])
        await page.getByRole('checkbox', { name }).press(' ');
      await page.getByRole('button', { name: 'Compare the two' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/^On \d+ pictures? that neither has learned from:$/).waitFor();
      await page.reload();
      await dialog.getByText(/^sky:1 is right on \d+ of \d+/).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    });

    test('one that a name points to is not deleted, and the page says why', async () => {
      await page.goto(`${service.url}/models`);
      await page.getByText('points to version 2').waitFor();
      await page.getByRole('button', { name: 'More about sky:2' }).click();
      await page.getByRole('menuitem', { name: 'Delete…' }).click();
      await page.getByRole('button', { name: 'Delete it' }).click();
      await page.getByText(/^sky:2 is in use as sky@prod/).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    });
  });
});
