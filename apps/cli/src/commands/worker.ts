import type { Command } from 'commander';
import pc from 'picocolors';
import { configHelp, untilStopped } from './service.js';

export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description(
      'Work on the jobs of a service that runs on PostgreSQL; start as many as you like, anywhere.',
    )
    .addHelpText('after', configHelp)
    .action(async () => {
      const { work } = await import('@graft/graphql');
      const worker = await work();
      process.stderr.write(`${pc.green('Graft waits for jobs as')} ${worker.name}\n`);
      await untilStopped(() => worker.stop());
    });
}
