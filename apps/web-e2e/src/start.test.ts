import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser, openPage } from './browser.js';
import { type RunningService, startService } from './service.js';

describe.skipIf(!chromiumPath)('the start (needs Chromium)', () => {
  let folder: string;
  let service: RunningService;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-page-'));
    [service, browser] = await Promise.all([startService(folder, { GRAFT_WORKERS: '0' }), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('asks no other origin for anything and breaks no policy', async () => {
    const complaints: string[] = [];
    const page = await openPage(browser, complaints);
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await page.goto(service.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(complaints).toEqual([]);
    expect([...asked]).toEqual([new URL(service.url).origin]);
  });

  test.each([
    '/nowhere/at/all',
    '/datasets/none',
    '/datasets/none/train',
    '/jobs/none',
    '/models/none/3/predict',
  ])('says under %s, where nothing is, what to do', async (address) => {
    const page = await browser.newPage();
    await page.goto(service.url + address);
    await page.getByRole('heading', { name: 'There is nothing at this address.' }).waitFor();
    await page.getByRole('link', { name: 'To the start' }).click();
    await page.waitForURL(`${service.url}/`);
  });
});
