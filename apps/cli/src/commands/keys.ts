import Table from 'cli-table3';
import type { Command } from 'commander';
import { printResult } from '../terminal/output.js';

interface CreateOptions {
  scopes: string;
  name: string;
  json?: boolean;
}

export function addKeysCommand(program: Command): void {
  const keys = program
    .command('keys')
    .description(
      'Make, list and revoke API keys, in the database that DATABASE_URL or GRAFT_DATA names (not while a server uses the embedded one). The first key can also come from GRAFT_ADMIN_SECRET, see `graft serve --help`.',
    );
  keys
    .command('create')
    .description('Make a key and print it; it cannot be shown again.')
    .option('--scopes <list>', 'predict, train, admin, separated by commas', 'predict')
    .option('--name <text>', 'who or what will use it', 'unnamed')
    .option('--json', 'one JSON document on stdout')
    .action(async ({ scopes, name, json }: CreateOptions) => {
      const { createApiKey, withDatabase } = await import('@graft/graphql');
      const list = scopes.split(',').map((scope) => scope.trim());
      const made = await withDatabase((db) => createApiKey(db, { name, scopes: list }));
      printResult(json, made, () => made.key);
    });
  keys
    .command('list')
    .description('List every key, newest first.')
    .option('--json', 'one JSON document on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const { listApiKeys, withDatabase } = await import('@graft/graphql');
      const rows = await withDatabase(listApiKeys);
      printResult(json, rows, () => {
        const table = new Table({
          head: ['Id', 'Name', 'Scopes', 'Made', 'Last used', 'Revoked'],
          style: { head: [] },
        });
        for (const { id, name, scopes, createdAt, lastUsedAt, revokedAt } of rows) {
          const times = [
            createdAt.toISOString(),
            lastUsedAt?.toISOString() ?? 'never',
            revokedAt?.toISOString() ?? '',
          ];
          table.push([id, name, scopes.join(' '), ...times]);
        }
        return table.toString();
      });
    });
  keys
    .command('revoke <id>')
    .description('End a key, from its next request on.')
    .action(async (id: string) => {
      const { revokeApiKey, withDatabase } = await import('@graft/graphql');
      await withDatabase((db) => revokeApiKey(db, id));
      process.stderr.write(`Revoked ${id}.\n`);
    });
}
