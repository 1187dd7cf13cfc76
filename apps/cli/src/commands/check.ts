import { checkData, loadDataset } from '@graft/core';
import type { Command } from 'commander';
import { wholeNumber } from '../options/numbers.js';
import { addTaskOptions, type TaskFlags, taskOf } from '../options/task.js';
import { dataReportText } from '../terminal/data-report.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';
import { showProgress } from '../terminal/progress.js';

interface CheckFlags extends TaskFlags {
  backbone?: string;
  seed?: number;
  json?: boolean;
}

export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .description('Look for duplicates, wrong labels or numbers, outliers and broken files before training.')
    .argument('<data>', 'folder with one folder of pictures per label, or a CSV or JSONL manifest')
    .option('--backbone <name>', 'network whose features are compared (default: efficientnet-lite0)')
    .option('--seed <n>', 'seed of splits that the data does not have', wholeNumber(0))
    .option('--json', 'one JSON document on stdout');
  addTaskOptions(command).action(async (data: string, { backbone, seed, json, ...flags }: CheckFlags) => {
    const read = { ...taskOf(flags), seed, onSplitOverlap: 'keep' } as const;
    const display = showProgress();
    try {
      const report = await withInterrupt('Stopping…', async (signal) => {
        const { onProgress } = display;
        const dataset = await loadDataset(data, { ...read, onProgress, signal });
        return checkData({ dataset, backbone, signal, onProgress });
      });
      display.stop();
      printResult(json, report, () => dataReportText(report));
    } finally {
      display.stop();
    }
  });
}
