import { type FileHandle, open } from 'node:fs/promises';
import type { OnProgress } from '../progress.js';

export interface DownloadOptions {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  readonly idleTimeoutMs: number;
}

export type DownloadOutcome =
  | { readonly whole: true }
  | {
      readonly whole: false;
      readonly reason: string;
      readonly worthAnotherTry: boolean;
      readonly cause?: unknown;
    };

const PROGRESS_EVERY_MS = 100;

/**
 * Downloads what the file at `part` still lacks, appending as it arrives. What went wrong on the network is returned, what
 * went wrong on the disk is thrown.
 */
export async function download(
  url: string,
  part: string,
  { onProgress, signal, idleTimeoutMs }: DownloadOptions,
): Promise<DownloadOutcome> {
  const file = await open(part, 'a');
  const idle = idleTimer(idleTimeoutMs);
  try {
    const kept = (await file.stat()).size;
    const stop = signal ? AbortSignal.any([signal, idle.signal]) : idle.signal;
    const response = await onNetwork(() => fetch(url, { headers: headersFrom(kept), signal: stop }));
    const answer = readAnswer(response, kept);
    if ('whole' in answer) {
      await response.body?.cancel();
      // A part that the server cannot continue is of no use to the next try.
      if (response.status === 416 && !answer.whole) await file.truncate(0);
      return answer;
    }
    // A server that does not know ranges sends everything again.
    if (answer.start === 0) await file.truncate(0);
    const end = await append(response, file, answer, idle.restart, onProgress);
    if (answer.total === undefined || end === answer.total) return { whole: true };
    return failed(`it sent ${end} of ${answer.total} bytes`, true);
  } catch (error) {
    if (!(error instanceof NetworkFailure)) throw error;
    const seconds = idleTimeoutMs / 1000;
    const reason = idle.signal.aborted ? `it sent nothing for ${seconds} seconds` : describe(error.cause);
    return failed(reason, true, error.cause);
  } finally {
    idle.clear();
    await file.close();
  }
}

function headersFrom(kept: number): Record<string, string> {
  // Compressed on the way, the bytes counted would not be the bytes of the file.
  return { 'accept-encoding': 'identity', ...(kept > 0 && { range: `bytes=${kept}-` }) };
}

interface Answer {
  /** Where in the file the body begins. */
  readonly start: number;
  /** Size of the whole file, where the server says. */
  readonly total?: number;
}

function readAnswer(response: Response, kept: number): Answer | DownloadOutcome {
  const { status, headers } = response;
  if (status === 200) {
    const length = headers.get('content-length');
    return { start: 0, total: length === null ? undefined : Number(length) };
  }
  // https://www.rfc-editor.org/rfc/rfc9110#field.content-range: "bytes 0-9/10", or "bytes */10" with 416.
  const [, start, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  if (status === 206 && Number(start) === kept) return { start: kept, total: Number(total) };
  if (status === 416 && Number(total) === kept) return { whole: true };
  return failed(`it answered ${status} ${response.statusText}`.trimEnd(), status === 416 || status >= 500);
}

async function append(
  response: Response,
  file: FileHandle,
  { start, total }: Answer,
  restartIdleTimer: () => void,
  onProgress?: OnProgress,
): Promise<number> {
  const began = performance.now();
  let reported = Number.NEGATIVE_INFINITY;
  let done = start;
  const reader = response.body!.getReader();
  while (true) {
    const { done: ended, value } = await onNetwork(() => reader.read());
    if (ended) break;
    restartIdleTimer();
    await file.appendFile(value);
    done += value.length;
    const now = performance.now();
    if (now - reported < PROGRESS_EVERY_MS && done !== total) continue;
    reported = now;
    const perSecond = (done - start) / Math.max((now - began) / 1000, 1e-3);
    const size = total ?? done;
    const secondsLeft = (size - done) / perSecond;
    onProgress?.({
      type: 'progress',
      stage: 'weights',
      unit: 'bytes',
      done,
      total: size,
      perSecond,
      secondsLeft,
    });
  }
  return done;
}

/** Marks what the network threw, so that a full disk is not taken for a lost connection. */
class NetworkFailure extends Error {}

async function onNetwork<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new NetworkFailure('network', { cause });
  }
}

function failed(reason: string, worthAnotherTry: boolean, cause?: unknown): DownloadOutcome {
  return { whole: false, reason, worthAnotherTry, cause };
}

/** fetch says only "fetch failed"; the reason is one level down. */
function describe(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}

function idleTimer(ms: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return {
    signal: controller.signal,
    restart: () => void timer.refresh(),
    clear: () => clearTimeout(timer),
  };
}
