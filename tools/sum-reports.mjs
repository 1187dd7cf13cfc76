// `node tools/sum-reports.mjs FILE…`: one closing line for several runs of `npm test --summary FILE`.
import { readFileSync } from 'node:fs';
import { closingLine } from './test-reports.mjs';

const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'));
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
}
console.log(closingLine(sum));
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
