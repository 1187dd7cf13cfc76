// `npm test [-- PROJECT...] [--summary FILE]`: sets this clone up, runs every project's tests (or the named ones), counts.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { nodeModules, repositoryRoot } from './bootstrap/paths.mjs';
import { BootstrapError, fail } from './bootstrap/say.mjs';
import { clearReports, closingLine, projectsWithTests, readReports } from './test-reports.mjs';

const { values, positionals } = parseArgs({
  options: { summary: { type: 'string' } },
  allowPositionals: true,
});
const started = Date.now();
await bootstrap({ build: false }); // Nx builds what each project's tests need.

const all = projectsWithTests(repositoryRoot);
const named = positionals.map(
  (name) => all.find((project) => project.name === `@graft/${name}`) ?? unknownProject(name),
);
const projects = named.length > 0 ? named : all;
clearReports(projects);

// Nx asks for colours even where its output goes to a file; `0` beside NO_COLOR is the pair that nothing warns about.
const colours = process.stdout.isTTY || process.env.FORCE_COLOR ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' };
const { status } = spawnSync(
  process.execPath,
  [
    join(nodeModules, 'nx', 'dist', 'bin', 'nx.js'),
    ...['run-many', '-t', 'test', '-p', projects.map(({ name }) => name).join(',')],
    ...['--parallel=1', '--output-style=stream-without-prefixes', '--nxBail=false'],
  ],
  {
    cwd: repositoryRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...colours, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' },
  },
);

const result = readReports(projects);
// A runner may fail without a failed test: an error outside any test, a project that did not build.
if (status !== 0 && result.failed === 0) {
  result.problems.push(`the test runner ended with status ${status}, though no test failed`);
  result.failed = 1;
}
for (const name of result.skippedNames) console.log(`skipped: ${name}`);
for (const problem of result.problems) console.log(`problem: ${problem}`);
console.log(
  `${projects.length} projects on Node ${process.versions.node} in ${Math.round((Date.now() - started) / 1000)} s`,
);
if (values.summary) writeFileSync(values.summary, JSON.stringify(result));
console.log(closingLine(result));
process.exitCode = result.failed > 0 || result.passed === 0 ? 1 : 0;

/** @param {string} name @returns {never} */
function unknownProject(name) {
  const names = all.map((project) => project.name.replace('@graft/', ''));
  fail(new BootstrapError(`There is no project "${name}" with tests; there are ${names.join(', ')}.`));
}
