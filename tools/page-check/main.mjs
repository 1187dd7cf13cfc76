// `npm run page:check [-- --no-lighthouse] [--json FILE]`: what the page promises, measured in a real browser on the real service.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap } from '../bootstrap/bootstrap.mjs';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { say } from '../bootstrap/say.mjs';
import { startParts } from '../demo-service/parts.mjs';

const { values } = parseArgs({
  options: { json: { type: 'string' }, 'no-lighthouse': { type: 'boolean', default: false } },
});
process.chdir(process.env.INIT_CWD ?? process.cwd());
await bootstrap();
const { checkPage } = await import('./check.mjs');

const folder = mkdtempSync(join(tmpdir(), 'graft-page-check-'));
const out = resolve(values.json ?? join(repositoryRoot, 'demo-output', 'page-check.json'));
mkdirSync(join(out, '..'), { recursive: true });
const service = await startParts({ folder, distributed: false, datasetRoot: folder });
try {
  const results = await checkPage({
    url: service.url,
    folder,
    trace: out.replace(/([.]json)?$/, '-scrolling.trace.json'),
    withLighthouse: !values['no-lighthouse'],
  });
  console.log(JSON.stringify(results, null, 2));
  writeFileSync(out, JSON.stringify(results, null, 2));
  say(`written to ${out}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
}
