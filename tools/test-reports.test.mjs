import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clearReports, closingLine, projectsWithTests, readReports } from './test-reports.mjs';

let root;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'graft-reports-'));
  write('package.json', { workspaces: ['packages/*', 'tools'] });
  write('packages/core/package.json', { name: '@graft/core', scripts: { test: 'vitest run' } });
  write('packages/data-only/package.json', { name: '@graft/data-only', scripts: { build: 'tsc' } });
  write('packages/not-a-package/notes.json', {});
  write('tools/package.json', { name: '@graft/tools', scripts: { test: 'vitest run' } });
});

afterEach(() => rmSync(root, { recursive: true }));

test('the projects are the workspaces that have tests', () => {
  expect(projectsWithTests(root)).toEqual([
    { name: '@graft/core', folder: join(root, 'packages', 'core') },
    { name: '@graft/tools', folder: join(root, 'tools') },
  ]);
});

describe('readReports', () => {
  test('adds up what the runners wrote and names what was skipped', () => {
    report('packages/core', [file('passed', ['passed', 'passed', 'skipped'])]);
    report('tools', [file('passed', ['passed'])]);
    expect(readReports(projectsWithTests(root))).toEqual({
      passed: 3,
      failed: 0,
      skipped: 1,
      skippedNames: ['@graft/core: test 2'],
      problems: [],
    });
  });

  test('names failed tests, counts each once', () => {
    report('packages/core', [file('failed', ['passed', 'failed', 'failed'])]);
    report('tools', [file('passed', ['passed'])]);
    expect(readReports(projectsWithTests(root))).toMatchObject({
      passed: 2,
      failed: 2,
      problems: ['@graft/core: test 1', '@graft/core: test 2'],
    });
  });

  test('a file that breaks before its first test is a failure', () => {
    report('packages/core', [{ ...file('failed', []), message: 'Cannot find module' }]);
    report('tools', [file('passed', ['passed'])]);
    expect(readReports(projectsWithTests(root))).toMatchObject({
      passed: 1,
      failed: 1,
      problems: [expect.stringContaining('Cannot find module')],
    });
  });

  test('an old report does not stand for a run that left none', () => {
    report('packages/core', [file('passed', ['passed'])]);
    report('tools', [file('passed', ['passed'])]);
    const projects = projectsWithTests(root);
    clearReports(projects);
    report('tools', [file('passed', ['passed'])]);
    expect(readReports(projects)).toMatchObject({
      passed: 1,
      failed: 1,
      problems: [expect.stringContaining('@graft/core left no report')],
    });
  });
});

test.each([
  [{ passed: 3, failed: 0, skipped: 0 }, '3 passed, 0 failed'],
  [{ passed: 3, failed: 1, skipped: 2 }, '3 passed, 1 failed, 2 skipped'],
])('the closing line of %o is "%s"', (counts, line) => {
  expect(closingLine(counts)).toBe(line);
});

function write(path, content) {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
}

function report(folder, testResults) {
  write(`${folder}/test-results.json`, { testResults });
}

/** One entry of `testResults` in Vitest's JSON report. */
function file(status, tests) {
  const assertionResults = tests.map((outcome, i) => ({ status: outcome, fullName: `test ${i}` }));
  return { name: 'some.test.ts', status, message: '', assertionResults };
}
