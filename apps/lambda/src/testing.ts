import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDataset, train } from '@graft/core';
import type { Storage } from '@graft/core/storage';
import type { Context } from 'aws-lambda';
import sharp from 'sharp';
import { type App, createApp } from './app.js';

/** For tests: an app with a cache folder of its own that keeps quiet. */
export async function testApp(env: NodeJS.ProcessEnv): Promise<App> {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  return createApp({ GRAFT_TMP: await temporaryFolder(), ...env });
}

/** For tests: what Lambda gives a handler beside its event. */
export function testContext(remainingMs = 30_000): Context {
  const endMs = performance.now() + remainingMs;
  return {
    awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'graft',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:graft',
    memoryLimitInMB: '1769',
    logGroupName: '/aws/lambda/graft',
    logStreamName: '2026/01/01/[$LATEST]aaaa',
    getRemainingTimeInMillis: () => endMs - performance.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/**
 * For tests: real models of red against blue on a small network, trained in seconds. They share their frozen part.
 *
 * @param places where each goes; another seed each.
 */
export async function trainColours(storage: Storage, ...places: readonly string[]): Promise<void> {
  const folder = await temporaryFolder();
  for (const [label, colour] of Object.entries({ blue: BLUE, red: RED })) {
    for (let i = 0; i < 8; i++) {
      await sharp(await picture(colour, 20 + i)).toFile(join(await subfolder(folder, label), `${i}.png`));
    }
  }
  const dataset = await loadDataset(folder);
  for (const [seed, place] of places.entries()) {
    const result = await train({
      dataset,
      backbone: { name: 'mobilenet', alpha: 0.25, inputSize: 64, weights: 'random' },
      featureCache: false,
      epochs: 2,
      seed,
    });
    await result.save(storage, place);
    result.dispose();
  }
}

const RED = { r: 220, g: 40, b: 30 };
const BLUE = { r: 30, g: 40, b: 220 };

export function redPicture(): Promise<Buffer> {
  return picture(RED, 40);
}

/** A PNG of one colour, `side` pixels a side. */
async function picture(background: typeof RED, side: number): Promise<Buffer> {
  return sharp({ create: { width: side, height: side, channels: 3, background } })
    .png()
    .toBuffer();
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'graft-lambda-'));
}

async function subfolder(folder: string, name: string): Promise<string> {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(join(folder, name), { recursive: true });
  return join(folder, name);
}
