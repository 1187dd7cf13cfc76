/**
 * What nothing on these libraries can beat. `embed`: the core time of plain sharp decoding and of ONNX Runtime alone, spread
 * evenly over all cores; ONNX Runtime at its best batch and in one thread, so that no thread's waiting counts. `latency`:
 * one after the other, with all the cores.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { answer, startClock, timed } from './answer.mjs';

const SIDE = 224;
/** Pictures handed to sharp together. */
const AT_ONCE = 32;
sharp.concurrency(1);
sharp.cache(false);
await answer({ embed, latency });

async function embed({ data, onnx }) {
  const files = readdirSync(data).flatMap((label) =>
    readdirSync(join(data, label)).map((name) => join(data, label, name)),
  );
  const session = await open(onnx, 1);
  const batchSize = await quickestBatch(session);

  let clock = startClock();
  for (let start = 0; start < files.length; start += AT_ONCE)
    await Promise.all(files.slice(start, start + AT_ONCE).map(decode));
  const decoding = clock();

  clock = startClock();
  await compute(session, files.length, batchSize);
  const computing = clock();
  const coreSeconds = decoding.coreSeconds + computing.coreSeconds;
  const cores = availableParallelism();
  return {
    seconds: coreSeconds / cores,
    coreSeconds,
    parts: { decoding: decoding.coreSeconds / cores, computing: computing.coreSeconds / cores },
    pictures: files.length,
    batchSize,
  };
}

/** A bound must not be one because of a batch that ran out of the processor's cache. */
async function quickestBatch(session) {
  let best = { coreSeconds: Number.POSITIVE_INFINITY };
  for (const batchSize of [1, 2, 4, 8, 32]) {
    await compute(session, batchSize, batchSize);
    const clock = startClock();
    await compute(session, 96, batchSize);
    const { coreSeconds } = clock();
    if (coreSeconds < best.coreSeconds) best = { coreSeconds, batchSize };
  }
  return best.batchSize;
}

async function compute(session, pictures, batchSize) {
  const pixels = new Float32Array(batchSize * SIDE * SIDE * 3).fill(0.5);
  for (let done = 0; done < pictures; done += batchSize)
    await session.run({ input: new Tensor('float32', pixels, [batchSize, SIDE, SIDE, 3]) });
}

async function latency(plan) {
  const session = await open(plan.onnx);
  const files = plan.files.map((path) => readFileSync(path));
  return timed(async (i) => {
    const bytes = await decode(files[i % files.length]);
    const pixels = new Float32Array(bytes.length);
    for (let k = 0; k < bytes.length; k++) pixels[k] = bytes[k] / 127.5 - 1;
    await session.run({ input: new Tensor('float32', pixels, [1, SIDE, SIDE, 3]) });
  }, plan);
}

function open(onnx, threads = availableParallelism()) {
  return InferenceSession.create(onnx, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
  });
}

function decode(source) {
  return sharp(source).resize(SIDE, SIDE).removeAlpha().raw().toBuffer();
}
