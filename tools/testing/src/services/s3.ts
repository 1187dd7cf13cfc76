import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startServerProcess } from './server-process.js';
import { versitygw } from './versitygw.js';

export interface S3Server {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** A bucket that is there from the start. */
  readonly bucket: string;
  /** What a child process needs in its environment for the AWS SDK to find the server. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops it; removes the data unless its folder was given. */
  stop(): Promise<void>;
}

/**
 * Starts a real S3 server (versitygw on a folder) on 127.0.0.1 with random keys. The first start on a machine compiles it:
 * one to three minutes.
 *
 * @param options.folder Where buckets are kept; default: a temporary folder. Its file system must have extended
 *   attributes: versitygw could keep them beside the objects instead (`--sidecar`), but then a reader sees the etag of the
 *   next version on the bytes of the last one for a moment, and conditional writes lose updates.
 * @param options.port default: a free one
 * @throws Error that says what to install when Go is missing or too old.
 */
export async function startS3(options: { folder?: string; port?: number } = {}): Promise<S3Server> {
  const command = await versitygw();
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'graft-s3-')));
  const bucket = 'graft';
  await mkdir(join(folder, bucket), { recursive: true });
  const port = options.port ?? (await freePort());
  const region = 'us-east-1';
  const credentials = {
    accessKeyId: randomBytes(10).toString('hex'),
    secretAccessKey: randomBytes(20).toString('hex'),
  };
  const endpoint = `http://127.0.0.1:${port}`;
  const server = await startServerProcess({
    name: 'The S3 server versitygw',
    command,
    args: ['--port', `127.0.0.1:${port}`, '--region', region, '--keep-alive', 'posix', folder],
    env: { ROOT_ACCESS_KEY: credentials.accessKeyId, ROOT_SECRET_KEY: credentials.secretAccessKey },
    isReady: () => accepts(port),
  });
  return {
    endpoint,
    region,
    credentials,
    bucket,
    env: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    async stop() {
      await server.kill('SIGTERM');
      if (!options.folder) await rm(folder, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
