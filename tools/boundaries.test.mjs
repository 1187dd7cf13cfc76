import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));
let root;

/** A small tree in the shape of this repository, in which imports can be planted. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'graft-boundaries-'));
  const exports = { '.': { source: './src/index.ts', default: './dist/index.js' } };
  for (const [folder, name] of [
    ['packages/core', '@graft/core'],
    ['tools/testing', '@graft/testing'],
  ]) {
    write(`${folder}/package.json`, JSON.stringify({ name, type: 'module', exports }));
    write(`${folder}/src/index.ts`, 'export const here = 1;\n');
    mkdirSync(join(root, 'node_modules', '@graft'), { recursive: true });
    symlinkSync(join(root, folder), join(root, 'node_modules', name));
  }
  write('apps/cli/src/main.ts', "export { here } from '@graft/core';\n");
  write(
    'tsconfig.base.json',
    '{ "compilerOptions": { "module": "NodeNext", "moduleResolution": "NodeNext" } }',
  );
});

afterEach(() => rmSync(root, { recursive: true }));

const PLANTED = [
  ['core-prediction', 'packages/core/src/prediction/predict.ts', '../training/train.js'],
  ['core-prediction', 'packages/core/src/prediction/batch.ts', '../features/extract.js'],
  ['core-network', 'packages/core/src/network/cut.ts', '../training/train.js'],
  ['core-weights', 'packages/core/src/weights/read.ts', '../backbones/registry.js'],
  ['core-evaluation', 'packages/core/src/evaluation/metrics.ts', '../data/types.js'],
  ['core-storage', 'packages/core/src/storage/file.ts', '../weights/types.js'],
  ['core-base-files-know-no-folder', 'packages/core/src/errors.ts', './data/types.js'],
  ['core-folders-are-in-the-table', 'packages/core/src/surprise/new.ts', '../data/types.js'],
  ['core-folders-do-not-use-the-front-door', 'packages/core/src/data/read.ts', '../index.js'],
  ['packages-know-no-app', 'packages/core/src/data/show.ts', '../../../../apps/cli/src/main.js'],
  ['apps-know-no-other-app', 'apps/web/src/page.ts', '../../cli/src/main.js'],
  ['no-test-helper-in-the-product', 'packages/core/src/data/help.ts', '@graft/testing'],
  ['every-import-is-found', 'packages/core/src/data/lost.ts', './not-there.js'],
];

test('what is wrong is found, types included, and nothing else', () => {
  for (const path of [
    'training/train',
    'features/extract',
    'backbones/registry',
    'data/types',
    'weights/types',
  ]) {
    write(`packages/core/src/${path}.ts`, 'export type Thing = string;\n');
  }
  for (const [, from, target] of PLANTED) {
    write(from, `import type * as thing from '${target}';\nexport type { thing };\n`);
  }
  const found = violations().filter(([rule]) => rule !== 'no-cycles');
  expect(found.sort()).toEqual(PLANTED.map(([rule, from]) => [rule, from]).sort());
});

test('a cycle is found, also between types', () => {
  write('packages/core/src/data/a.ts', "import type { B } from './b.js';\nexport type A = B;\n");
  write('packages/core/src/data/b.ts', "import type { A } from './a.js';\nexport type B = A;\n");
  expect(violations().map(([rule]) => rule)).toContain('no-cycles');
});

test('what is allowed is allowed: apps use packages, tests use the test helpers', () => {
  write('packages/core/src/data/read.test.ts', "import { here } from '@graft/testing';\nexport { here };\n");
  expect(violations()).toEqual([]);
});

/** Broken rules with the files that break them. */
function violations() {
  const depcruise = join(repository, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const config = join(repository, '.dependency-cruiser.cjs');
  const report = execFileSync(
    process.execPath,
    [depcruise, '--config', config, '--output-type', 'json', 'packages', 'apps', 'tools'],
    { cwd: root, encoding: 'utf8', maxBuffer: 1e8 },
  );
  return JSON.parse(report).summary.violations.map(({ rule, from }) => [rule.name, from]);
}

function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
