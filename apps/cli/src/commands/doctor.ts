import { describeEnvironment } from '@graft/core';
import type { Command } from 'commander';
import pc from 'picocolors';
import { FAILURE } from '../terminal/failure.js';
import { bytes } from '../terminal/format.js';
import { printResult } from '../terminal/output.js';

type Environment = Awaited<ReturnType<typeof describeEnvironment>>;

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Show what Graft runs on and what to do about what is missing.')
    .option('--json', 'one JSON document on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const environment = await describeEnvironment();
      printResult(json, environment, () => environmentText(environment));
      if (!environment.engine) process.exitCode = FAILURE;
    });
}

function environmentText({ engine, node, platform, processor, memory, cache, advice }: Environment): string {
  const rows: [name: string, value: string][] = [
    ['Engine', engine ? engineText(engine) : pc.red('none could start')],
    ['Node', `${node} on ${platform}`],
    ['Processor', `${processor.model}, ${processor.cores} cores`],
    ['', processor.features.join(' ')],
    ['Memory', `${bytes(memory.availableBytes)} of ${bytes(memory.totalBytes)} available`],
    ['Cache', `${cache.folder}, ${bytes(cache.bytes)} (GRAFT_CACHE moves it; all of it can be deleted)`],
    ...cache.parts.map(({ name, files, bytes: size }): [string, string] => [
      '',
      `${name}: ${files} files, ${bytes(size)}`,
    ]),
  ];
  const facts = rows.filter(([, value]) => value).map(([name, value]) => `${name.padEnd(11)}${value}`);
  const verdict =
    advice.length === 0
      ? pc.green('Nothing is missing.')
      : advice.map((line) => pc.yellow(`! ${line}`)).join('\n');
  return `${facts.join('\n')}\n\n${verdict}`;
}

function engineText({ name, version }: NonNullable<Environment['engine']>): string {
  return name === 'native' ? `native, TensorFlow ${version}` : `${name}, ${version}`;
}
