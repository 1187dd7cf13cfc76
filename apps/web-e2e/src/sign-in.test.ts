import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from './browser.js';
import { accessibilityProblems } from './check-accessibility.js';
import { type RunningService, startService } from './service.js';

const PATIENCE_MS = 60_000;

describe.skipIf(!chromiumPath)(
  'a server that asks for a key (needs Chromium)',
  { timeout: PATIENCE_MS * 2 },
  () => {
    const secret = randomBytes(32).toString('base64url');
    const adminKey = `graft_000000000000_${secret}`;
    let folder: string;
    let service: RunningService;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'graft-page-keys-'));
      const env = { GRAFT_WORKERS: '0', GRAFT_AUTH: 'required', GRAFT_ADMIN_SECRET: secret };
      [service, browser] = await Promise.all([startService(folder, env), openBrowser()]);
    }, 2 * PATIENCE_MS);

    afterAll(async () => {
      await browser?.close();
      await service?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    beforeEach(async () => {
      const context = await browser.newContext();
      page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      return () => context.close();
    });

    async function signIn(key: string): Promise<void> {
      await page.getByLabel('Key').fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
    }

    test('refuses a wrong key in words, keeps a right one, and forgets it on signing out', async () => {
      await page.goto(`${service.url}/models`);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await signIn(`${adminKey}x`);
      await page.getByText(/^This key is not valid here/).waitFor();
      await signIn(adminKey);
      await page.getByRole('heading', { name: 'Models' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Models' }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await page.evaluate(() => localStorage.getItem('graft-key'))).toBeNull();
    });

    test('shows who may only predict nothing that they may not do, and says so', async () => {
      await page.goto(service.url);
      await signIn(await keyFor('PREDICT'));
      await page.getByText(/^This key may look and predict\./).waitFor();
      expect(await page.getByRole('button', { name: 'Create' }).count()).toBe(0);
    });

    async function keyFor(scope: string): Promise<string> {
      const response = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` },
        body: JSON.stringify({
          query: `mutation { createApiKey(input: { name: "test", scopes: [${scope}] }) { key } }`,
        }),
      });
      const { data } = (await response.json()) as { data: { createApiKey: { key: string } } };
      return data.createApiKey.key;
    }
  },
);
