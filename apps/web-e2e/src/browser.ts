import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine, Debian's `chromium`; undefined where there is none. `GRAFT_CHROMIUM` names another one. */
export const chromiumPath = process.env.GRAFT_CHROMIUM ?? CANDIDATES.find(existsSync);

/** @param args more switches, such as `--use-fake-device-for-media-stream`. */
export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  // As root, which CI is, Chromium's own sandbox refuses to work.
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', ...args] });
}

/**
 * A page of a browser, and what it complains of.
 *
 * @param complaints takes whatever is written to the console and every error that nobody caught.
 * @param patienceMs for everything that is waited for; default: Playwright's 30 seconds.
 */
export async function openPage(
  browser: Browser,
  complaints: string[],
  { patienceMs, ...options }: BrowserContextOptions & { readonly patienceMs?: number } = {},
): Promise<Page> {
  const page = await browser.newPage(options);
  if (patienceMs) page.setDefaultTimeout(patienceMs);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}
