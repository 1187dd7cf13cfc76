// `npm run stack [-- --port 4000 --function-port 4001 --model NAME@ALIAS --data FOLDER]`: what infra/ deploys, on loopback
// from packages: PostgreSQL, S3, the GraphQL server, two workers, and the function. Ctrl-C ends all of it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { bootstrap } from '../bootstrap/bootstrap.mjs';

await bootstrap();
// A terminal's Ctrl-C reaches every process of the group at once, the database before the servers that need it. The parts
// are in a group of their own, and hear of it from their parent.
const parts = fork(new URL('run.mjs', import.meta.url), process.argv.slice(2), {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  detached: true,
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => parts.connected && parts.disconnect());
}
const [code] = await once(parts, 'exit');
process.exitCode = code ?? 1;
