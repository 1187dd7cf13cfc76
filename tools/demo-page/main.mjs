// `npm run demo:page [-- DATA] [--headed]`: the page in a real browser, from nothing to a trained classifier and a prediction.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap } from '../bootstrap/bootstrap.mjs';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { findData } from '../demo-service/data.mjs';
import { startParts } from '../demo-service/parts.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { headed: { type: 'boolean', default: false } },
});
process.chdir(process.env.INIT_CWD ?? process.cwd());
await bootstrap();
// Dependencies are there only now.
const { chromiumPath, openChromium } = await import('./chromium.mjs');
const { tellStory } = await import('./story.mjs');

const folder = mkdtempSync(join(tmpdir(), 'graft-demo-page-'));
const pictures = join(repositoryRoot, 'demo-output', 'page');
try {
  chromiumPath();
  const data = positionals[0] ? resolve(positionals[0]) : await findData(repositoryRoot);
  if (!existsSync(data))
    throw new Error(`There is no ${data}: expected a folder with one folder of pictures for each class.`);
  mkdirSync(pictures, { recursive: true });
  const service = await startParts({ folder, distributed: false, datasetRoot: dirname(data) });
  const browser = await openChromium({ headed: values.headed });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => void service.stop().finally(() => process.exit(130)));
  }
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await tellStory({ page, url: service.url, data, pictures });
    console.log(`Screenshots are in ${relative(process.cwd(), pictures) || '.'}.`);
  } finally {
    await browser.close();
    await service.stop();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
