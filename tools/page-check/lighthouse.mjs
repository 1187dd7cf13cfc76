import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, repositoryRoot } from '../bootstrap/paths.mjs';
import { lastLines, run } from '../bootstrap/run.mjs';
import { chromiumPath } from '../demo-page/chromium.mjs';

/** Needs Node 22.19 or later; kept out of package.json, since it is needed for nothing else and brings 200 packages. */
const VERSION = '13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

/**
 * @param {string} url @param {string} folder for its own report
 * @returns {Promise<Record<string, number>>} scores from 0 to 100 by category
 */
export async function lighthouse(url, folder) {
  const script = await installed();
  const out = join(folder, 'lighthouse.json');
  const args = [
    script,
    url,
    '--preset=desktop',
    '--quiet',
    `--only-categories=${CATEGORIES.join(',')}`,
    '--chrome-flags=--headless=new --no-sandbox',
    '--output=json',
    `--output-path=${out}`,
  ];
  const [command, first] = onNewNode();
  const { status } = spawnSync(command, [...first, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHROME_PATH: chromiumPath() },
  });
  if (status !== 0) throw new Error(`Lighthouse ended with ${status}.`);
  const { categories } = JSON.parse(readFileSync(out, 'utf8'));
  return Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)]));
}

/** @returns {[string, string[]]} this Node where it is new enough, else the one that `tools/nodes.mjs` fetches */
function onNewNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return [process.execPath, []];
  return [process.execPath, [join(repositoryRoot, 'tools', 'nodes.mjs'), '22', '--', 'node']];
}

/** @returns {Promise<string>} its command, from the npm registry, once */
async function installed() {
  const folder = await cacheFolder('lighthouse', VERSION);
  const script = join(folder, 'node_modules', 'lighthouse', 'cli', 'index.js');
  if (existsSync(script)) return script;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const { ok, output } = await run(
    'npm',
    ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', `lighthouse@${VERSION}`],
    { cwd: folder },
  );
  if (!ok) throw new Error(`npm could not fetch Lighthouse:\n${lastLines(output)}`);
  return script;
}
