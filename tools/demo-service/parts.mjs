import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { say } from '../bootstrap/say.mjs';

/**
 * @typedef {{ url: string, stop: () => Promise<void> }} Started
 * @typedef {{ postgres: import('@graft/testing/services').Postgres, s3: import('@graft/testing/services').S3Server, storage: string }} Backing
 * @typedef {Started & { backing?: Backing }} Parts `backing`: what the parts share when they are distributed.
 */

/**
 * Starts the service: one process with everything embedded, or a server without workers, two workers, PostgreSQL and S3.
 *
 * @param {{ folder: string, distributed: boolean, datasetRoot: string, port?: number }} options
 * @returns {Promise<Parts>}
 */
export async function startParts({ folder, distributed, datasetRoot, port = 0 }) {
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  const env = {
    GRAFT_DATA: join(folder, 'data'),
    GRAFT_DATASET_ROOTS: datasetRoot,
    GRAFT_PORT: String(port),
    GRAFT_LOG_LEVEL: process.env.GRAFT_LOG_LEVEL ?? 'warn',
  };
  try {
    if (!distributed) {
      const server = await startGraft('serve', env);
      stops.push(server.stop);
      return { url: server.url, stop };
    }
    const { startPostgres, startS3 } = await import('@graft/testing/services');
    say('starting PostgreSQL');
    const postgres = await startPostgres();
    stops.push(() => postgres.stop());
    say('starting an S3 server');
    const s3 = await startS3();
    stops.push(() => s3.stop());
    const shared = {
      ...env,
      ...s3.env,
      DATABASE_URL: postgres.url,
      GRAFT_STORAGE: `s3://${s3.bucket}/graft`,
      GRAFT_S3_ENDPOINT: s3.endpoint,
    };
    /** @type {Started[]} */
    const programs = [];
    stops.push(async () => void (await Promise.all(programs.map((program) => program.stop()))));
    const server = await startGraft('serve', { ...shared, GRAFT_WORKERS: '0' });
    programs.push(server);
    for (const name of ['worker-1', 'worker-2']) {
      // A cache of its own, as on a machine of its own.
      programs.push(await startGraft('worker', { ...shared, GRAFT_CACHE: join(folder, name) }));
    }
    return { url: server.url, stop, backing: { postgres, s3, storage: shared.GRAFT_STORAGE } };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {'serve' | 'worker'} command @param {Record<string, string>} env
 * @returns {Promise<Started>}
 */
async function startGraft(command, env) {
  const main = join(repositoryRoot, 'apps', 'cli', 'dist', 'main.js');
  const child = spawn(process.execPath, [main, command], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const exit = once(child, 'exit');
  /** @type {string} */
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      process.stderr.write(`${command}: ${line}\n`);
      const started = /Graft (?:serves at|waits for jobs as)\S* (\S+)/.exec(stripColours(line));
      if (started?.[1]) resolve(started[1]);
    });
    child.once('exit', (code) =>
      reject(new Error(`graft ${command} ended with ${code} before it was ready.`)),
    );
  });
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** @param {string} text */
function stripColours(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal's colours begin
  return text.replace(/\u001b\[\d+m/g, '');
}
