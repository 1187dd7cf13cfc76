import type { Command } from 'commander';
import pc from 'picocolors';

export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description(
      'Bring the database that DATABASE_URL or GRAFT_DATA names to the form that this version needs (servers and workers do so when they start).',
    )
    .action(async () => {
      const { migrate } = await import('@graft/graphql');
      await migrate();
      process.stderr.write(`${pc.green('The database is up to date.')}\n`);
    });
}
