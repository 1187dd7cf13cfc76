#!/usr/bin/env node
import { createProgram } from './program.js';
import { exitCodeOf, explain } from './terminal/failure.js';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await createProgram().parseAsync();
} catch (error) {
  const explanation = explain(error);
  if (explanation) process.stderr.write(`${explanation}\n`);
  process.exitCode = exitCodeOf(error);
}
