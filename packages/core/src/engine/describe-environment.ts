import { cpus } from 'node:os';
import { cacheFolder } from '../storage/cache-folder.js';
import { adviceFor } from './advice.js';
import { type Engine, startEngine } from './engine.js';
import { folderSizes } from './folder-sizes.js';
import { memoryBytes, processorFeatures } from './machine.js';
import type { EnvironmentReport } from './types.js';

/** Looks at the machine and starts the engine to see which one works. Never throws for what is missing: it says so. */
export async function describeEnvironment(): Promise<EnvironmentReport> {
  const folder = cacheFolder();
  const [engine, parts, features] = await Promise.all([
    engineOrProblem(),
    folderSizes(folder),
    processorFeatures(),
  ]);
  const facts = {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: { model: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, features },
    memory: memoryBytes(),
    cache: { folder, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0), parts },
  };
  return { ...('name' in engine ? { engine } : {}), ...facts, advice: adviceFor(engine, facts) };
}

async function engineOrProblem(): Promise<Engine | { problem: string }> {
  try {
    return await startEngine();
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
