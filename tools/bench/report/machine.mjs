import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';

/** What a figure cannot be read without. */
export function describeMachine() {
  const instructions = ['avx2', 'avx512f', 'avx512_vnni', 'amx_int8'].filter((name) => cpuFlags().has(name));
  return {
    processor: cpus()[0].model,
    cores: availableParallelism(),
    instructions: instructions.join(' '),
    memoryGigabytes: Math.round(totalmem() / 1e9),
    system: `${platform()} ${arch()}`,
    node: process.version,
    commit: commit(),
  };
}

function cpuFlags() {
  try {
    return new Set(execFileSync('grep', ['-m1', 'flags', '/proc/cpuinfo']).toString().split(/\s+/));
  } catch {
    return new Set();
  }
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD']).toString().trim();
  } catch {
    return undefined;
  }
}
