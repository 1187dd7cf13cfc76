import { checkData, loadDataset } from '@graft/core';
import type { Command } from 'commander';
import { wholeNumber } from '../options/numbers.js';
import { dataReportText } from '../terminal/data-report.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';
import { showProgress } from '../terminal/progress.js';

interface CheckFlags {
  backbone?: string;
  seed?: number;
  json?: boolean;
}

export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('Look for duplicates, wrong labels, outliers and broken files before training.')
    .argument('<data>', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .option('--backbone <name>', 'network whose features are compared (default: efficientnet-lite0)')
    .option('--seed <n>', 'seed of splits that the data does not have', wholeNumber(0))
    .option('--json', 'one JSON document on stdout')
    .action(async (data: string, { backbone, seed, json }: CheckFlags) => {
      const display = showProgress();
      try {
        const report = await withInterrupt('Stopping…', async (signal) => {
          const { onProgress } = display;
          const dataset = await loadDataset(data, { seed, onSplitOverlap: 'keep', onProgress, signal });
          return checkData({ dataset, backbone, signal, onProgress });
        });
        display.stop();
        printResult(json, report, () => dataReportText(report));
      } finally {
        display.stop();
      }
    });
}
