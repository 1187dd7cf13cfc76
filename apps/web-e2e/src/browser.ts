import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine, Debian's `chromium`; undefined where there is none. `GRAFT_CHROMIUM` names another one. */
export const chromiumPath = process.env.GRAFT_CHROMIUM ?? CANDIDATES.find(existsSync);

/** @param args more switches, such as `--use-fake-device-for-media-stream`. */
export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  // As root, which CI is, Chromium's own sandbox refuses to work.
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', ...args] });
}
