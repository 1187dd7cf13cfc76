import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ask } from './ask.js';
import { chromiumPath, openBrowser } from './browser.js';
import { accessibilityProblems } from './check-accessibility.js';
import { drawPictures } from './draw-pictures.js';
import { startLine } from './line.js';
import { type RunningService, startService } from './service.js';

const PATIENCE = 120_000;
const WAIT = { timeout: PATIENCE, interval: 200 };

describe.skipIf(!chromiumPath)('training from the page (needs Chromium)', { timeout: 3 * PATIENCE }, () => {
  let folder: string;
  let service: RunningService;
  let browser: Browser;
  let dataset: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-page-train-'));
    await drawPictures(join(folder, 'sky'), 12);
    [service, browser] = await Promise.all([start(), openBrowser()]);
    const { createDataset } = await ask<{ createDataset: { dataset: { id: string } } }>(
      service.url,
      'mutation ($folder: String!) { createDataset(input: { name: "sky", source: { folder: $folder } }) { dataset { id } } }',
      { folder: join(folder, 'sky') },
    );
    dataset = createDataset.dataset.id;
    await vi.waitFor(async () => expect(await importState()).toBe('SUCCEEDED'), WAIT);
  }, 2 * PATIENCE);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('from one button to a model: the time it takes, the stages, the result in words', async () => {
    const page = await open(`/datasets/${dataset}/train`);
    await page.getByText(/^Takes about /).waitFor();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.waitForURL(/\/jobs\//);
    await page.getByText(/of 2 test pictures right/).waitFor();
    await page.getByText(/^On new pictures expect \d+ to \d+%/).waitFor();
    await page.getByRole('img', { name: /^Loss in nats by L2 penalty/ }).waitFor();
    await expect.poll(() => page.title(), WAIT).toMatch(/^Done · sky/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('link', { name: /^Look at the model/ }).click();
    await page.waitForURL(/\/models\/sky\/1/);
  });

  test('the cut moves by keyboard, is kept in the address and survives a reload', async () => {
    const page = await open(`/datasets/${dataset}/train`);
    await page.getByRole('button', { name: 'More settings' }).click();
    const cut = page.getByRole('slider', { name: 'Where the network is cut' });
    expect(await cut.getAttribute('aria-valuetext')).toContain('only the head learns');
    await cut.press('ArrowLeft');
    await expect.poll(() => cut.getAttribute('aria-valuetext'), WAIT).toMatch(/^The top 1 of 18 blocks/);
    expect(await page.getByRole('radio', { name: /^The head and the top/ }).isChecked()).toBe(true);
    expect(new URL(page.url()).search).toContain('from=top_conv');
    await page.reload();
    await expect.poll(() => cut.getAttribute('aria-valuetext'), WAIT).toMatch(/^The top 1 of 18 blocks/);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('what is missing is said, and the button waits for it', async () => {
    const { createDataset } = await ask<{ createDataset: { dataset: { id: string } } }>(
      service.url,
      'mutation { createDataset(input: { name: "empty" }) { dataset { id } } }',
    );
    const page = await open(`/datasets/${createDataset.dataset.id}/train`);
    await page.getByText('There are no pictures yet.').waitFor();
    expect(await page.getByRole('button', { name: 'Train', exact: true }).count()).toBe(0);
  });

  test('two browsers, a lost connection and a killed server lose nothing', async () => {
    const { train } = await ask<{ train: { job: { id: string } } }>(
      service.url,
      'mutation ($input: TrainInput!) { train(input: $input) { job { id } } }',
      { input: { dataset, epochs: 10_000, earlyStopping: 0 } },
    );
    const line = await startLine(service.url);
    onTestFinished(() => line.stop());
    const path = `/jobs/${train.job.id}`;
    const [one, other] = await Promise.all([open(path), open(path, line.url)]);
    await one.getByText(/epoch \d+ of at most/).waitFor();

    await other.getByText(/epoch \d+ of at most/).waitFor();
    line.cut();
    await other.getByText(/^The connection is lost/).waitFor();
    line.mend();
    await other.getByText(/^The connection is lost/).waitFor({ state: 'detached' });

    const before = await epochOf(one);
    await service.kill();
    await one.getByText(/^The connection is lost/).waitFor();
    service = await start(new URL(service.url).port);
    await one.getByText(/^Taken up again after a stop/).waitFor();
    await vi.waitFor(async () => expect(await epochOf(one)).toBeGreaterThanOrEqual(before), WAIT);

    await other.reload();
    await other.getByText(/^Taken up again after a stop/).waitFor();
    await one.getByRole('button', { name: 'Cancel' }).click();
    for (const page of [one, other]) await page.getByText(/^Cancelled\. What was learned/).waitFor();
    await other.getByRole('button', { name: 'Go on' }).click();
    for (const page of [one, other]) await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await one.getByRole('button', { name: 'Cancel' }).click();
  });

  function start(port = '0'): Promise<RunningService> {
    return startService(join(folder, 'data'), {
      GRAFT_PORT: port,
      GRAFT_DATASET_ROOTS: folder,
      GRAFT_CACHE: join(folder, 'cache'),
    });
  }

  /** A page in a browser window of its own: what one loses, the others keep. */
  async function open(path: string, origin = service.url): Promise<Page> {
    const context = await browser.newContext();
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    await page.goto(`${origin}${path}`);
    return page;
  }

  async function importState(): Promise<string | undefined> {
    const { jobs } = await ask<{ jobs: { edges: { node: { state: string } }[] } }>(
      service.url,
      '{ jobs(kind: IMPORT, first: 1) { edges { node { state } } } }',
    );
    return jobs.edges[0]?.node.state;
  }

  async function epochOf(page: Page): Promise<number> {
    const text = await page.getByText(/epoch \d+ of at most/).textContent();
    return Number(/epoch (\d+)/.exec(text ?? '')?.[1]);
  }
});
