import type { Command } from 'commander';
import pc from 'picocolors';
import { configHelp, untilStopped } from './service.js';

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('Serve datasets, training and prediction over GraphQL, with workers in the same process.')
    .addHelpText('after', configHelp)
    .action(async () => {
      // Loaded here: no other command should wait for a server's modules.
      const { serve } = await import('@graft/graphql');
      const service = await serve();
      process.stderr.write(`${pc.green('Graft serves at')} ${service.url}\n`);
      await untilStopped(() => service.stop());
    });
}
