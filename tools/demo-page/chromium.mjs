import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @returns path of this machine's browser. @throws Error that says how to get one. */
export function chromiumPath() {
  const path = process.env.GRAFT_CHROMIUM ?? CANDIDATES.find(existsSync);
  if (path && existsSync(path)) return path;
  throw new Error(
    path
      ? `GRAFT_CHROMIUM names ${path}, which is not there.`
      : 'There is no Chromium here. Install it (Debian, Ubuntu: apt-get install chromium), or set GRAFT_CHROMIUM to the path of one.',
  );
}

/** @param {{ headed?: boolean, args?: readonly string[] }} [options] */
export function openChromium({ headed = false, args = [] } = {}) {
  // As root, which containers are, Chromium's own sandbox refuses to work.
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: !headed,
    args: ['--no-sandbox', ...args],
  });
}
