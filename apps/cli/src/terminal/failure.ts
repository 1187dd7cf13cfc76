import { AbortedError, GraftError } from '@graft/core';
import { CommanderError } from 'commander';
import pc from 'picocolors';
import { INTERRUPTED } from './interrupt.js';

/** The command was given something it cannot use. */
export const BAD_INPUT = 2;
/** The machine, the disk or Graft itself failed. */
export const FAILURE = 1;

/** @returns the exit code for what a command threw; help and version are thrown by commander and are no failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT;
  if (isAbort(error)) return INTERRUPTED;
  return error instanceof GraftError && error.kind === 'input' ? BAD_INPUT : FAILURE;
}

/** One paragraph for people: what happened and, with `GRAFT_DEBUG=1`, where. */
export function explain(error: unknown): string {
  if (error instanceof CommanderError) return ''; // commander has said it
  if (isAbort(error)) return error instanceof AbortedError ? error.message : 'Stopped.';
  const text =
    error instanceof GraftError
      ? `${pc.red(`Error ${error.code}:`)} ${error.message}`
      : `${pc.red('Unexpected error:')} ${error instanceof Error ? error.message : String(error)}`;
  if (process.env.GRAFT_DEBUG !== '1') {
    return error instanceof GraftError ? text : `${text}\nGRAFT_DEBUG=1 shows where it happened.`;
  }
  return `${text}\n${error instanceof Error ? `${error.stack}${causes(error)}` : ''}`;
}

/** Graft's own abort, or the `DOMException` of `signal.throwIfAborted()`. */
function isAbort(error: unknown): boolean {
  return error instanceof AbortedError || (error instanceof Error && error.name === 'AbortError');
}

function causes(error: Error): string {
  return error.cause instanceof Error ? `\nCaused by: ${error.cause.stack}${causes(error.cause)}` : '';
}
