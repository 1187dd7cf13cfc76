import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ name: string, folder: string }} Project */
/** @typedef {{ passed: number, failed: number, skipped: number, skippedNames: string[], problems: string[] }} Result */

/** The workspaces that have a `test` script. @param {string} root @returns {Project[]} */
export function projectsWithTests(root) {
  return readJson(join(root, 'package.json'))
    .workspaces.flatMap((/** @type {string} */ pattern) => expand(root, pattern))
    .map((/** @type {string} */ folder) => ({ folder, ...readJson(join(folder, 'package.json')) }))
    .filter((/** @type {{ scripts?: Record<string, string> }} */ { scripts }) => scripts?.test)
    .map((/** @type {Project} */ { name, folder }) => ({ name, folder }));
}

/** Old reports go first: one that is there afterwards was written by this run. @param {readonly Project[]} projects */
export function clearReports(projects) {
  for (const { folder } of projects) rmSync(reportOf(folder), { force: true });
}

/**
 * Adds up what each project's Vitest wrote about its own run. A project without a report, or a file that failed before
 * its first test, counts as one failure.
 *
 * @param {readonly Project[]} projects
 * @returns {Result}
 */
export function readReports(projects) {
  /** @type {Result} */
  const sum = { passed: 0, failed: 0, skipped: 0, skippedNames: [], problems: [] };
  for (const { name, folder } of projects) {
    if (existsSync(reportOf(folder))) {
      addReport(sum, name, readJson(reportOf(folder)));
    } else {
      sum.failed++;
      sum.problems.push(`${name} left no report: it did not build, or its runner crashed`);
    }
  }
  return sum;
}

/** The line that tells people and CI how it went. @param {Pick<Result, 'passed' | 'failed' | 'skipped'>} result */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @param {Result} sum @param {string} project @param {any} report Vitest's JSON report. */
function addReport(sum, project, report) {
  for (const { name: file, status, message, assertionResults: tests } of report.testResults) {
    const failed = tests.filter((/** @type {any} */ test) => test.status === 'failed').length;
    if (status === 'failed' && failed === 0) {
      sum.failed++;
      sum.problems.push(`${project}: ${file} failed outside any test: ${message}`);
    }
    sum.failed += failed;
    for (const test of tests) {
      if (test.status === 'passed') sum.passed++;
      else if (test.status === 'failed') sum.problems.push(`${project}: ${test.fullName}`);
      else {
        sum.skipped++;
        sum.skippedNames.push(`${project}: ${test.fullName}`);
      }
    }
  }
}

/** @param {string} folder */
function reportOf(folder) {
  return join(folder, 'test-results.json');
}

/** @param {string} root @param {string} pattern A folder, or a folder followed by `/*`. */
function expand(root, pattern) {
  const folder = join(root, pattern.replace(/\/\*$/, ''));
  if (!pattern.endsWith('/*')) return [folder];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'package.json')));
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
