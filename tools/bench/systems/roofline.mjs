/** What nothing on these libraries can beat: plain sharp decoding, then ONNX Runtime alone, each with all the cores. */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { answer, startClock, timed } from './answer.mjs';

const SIDE = 224;
sharp.concurrency(1);
sharp.cache(false);
await answer({ embed, latency });

async function embed({ data, onnx, batchSize }) {
  const files = readdirSync(data).flatMap((label) =>
    readdirSync(join(data, label)).map((name) => join(data, label, name)),
  );
  const session = await open(onnx);
  const pixels = new Float32Array(batchSize * SIDE * SIDE * 3).fill(0.5);
  const run = () => session.run({ input: new Tensor('float32', pixels, [batchSize, SIDE, SIDE, 3]) });
  await run();

  let clock = startClock();
  for (let start = 0; start < files.length; start += batchSize)
    await Promise.all(files.slice(start, start + batchSize).map(decode));
  const decoding = clock();

  clock = startClock();
  for (let start = 0; start < files.length; start += batchSize) await run();
  const computing = clock();
  return {
    seconds: decoding.seconds + computing.seconds,
    coreSeconds: decoding.coreSeconds + computing.coreSeconds,
    parts: { decoding: decoding.seconds, computing: computing.seconds },
    pictures: files.length,
  };
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

function open(onnx) {
  return InferenceSession.create(onnx, {
    executionProviders: ['cpu'],
    intraOpNumThreads: availableParallelism(),
    logSeverityLevel: 3,
  });
}

function decode(source) {
  return sharp(source).resize(SIDE, SIDE).removeAlpha().raw().toBuffer();
}
