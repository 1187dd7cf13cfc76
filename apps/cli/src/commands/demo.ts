import type { Command } from 'commander';
import { type DemoOptions, runDemo } from '../demo/demo.js';
import { wholeNumber } from '../options/numbers.js';

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('Watch Graft learn a new task by both strategies, on emoji pictures or on your own.')
    .option('--data <folder>', 'a folder with one folder of pictures per label, in place of the emoji')
    .option('--out <folder>', 'where the models and the contact sheet go', 'demo-output')
    .option('--seed <n>', 'seed of splits, initial weights and order', wholeNumber(0), 42)
    .action((options: DemoOptions) => runDemo(options));
}
