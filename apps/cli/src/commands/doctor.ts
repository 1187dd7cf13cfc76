import { describeEnvironment } from '@graft/core';
import type { Command } from 'commander';
import { printResult } from '../terminal/output.js';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Show what Graft runs on and what to do about what is missing.')
    .option('--json', 'one JSON document on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const environment = await describeEnvironment();
      printResult(json, environment, () => JSON.stringify(environment, null, 2));
    });
}
