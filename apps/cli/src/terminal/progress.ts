import type { OnProgress, ProgressEvent } from '@graft/core';
import { SingleBar } from 'cli-progress';
import pc from 'picocolors';
import { bytes, duration, percent } from './format.js';

export interface ProgressDisplay {
  readonly onProgress: OnProgress;
  /** Takes the bar away and shows what was held back; call it before printing anything else. */
  stop(): void;
}

/** Milliseconds between two plain lines about the same work. */
const EPOCH_LINE_EVERY = 1000;
const PROGRESS_LINE_EVERY = 5000;

/** Progress on stderr: one bar per stage on a terminal, plain lines otherwise. */
export function showProgress(stream: NodeJS.WriteStream = process.stderr): ProgressDisplay {
  return stream.isTTY ? progressBars(stream) : progressLines((line) => stream.write(`${line}\n`));
}

function progressBars(stream: NodeJS.WriteStream): ProgressDisplay {
  let bar: SingleBar | undefined;
  let lastEpoch: string | undefined;
  const print = (line: string) => stream.write(`${line}\n`);
  const stop = () => {
    bar?.stop();
    bar = undefined;
    if (lastEpoch) print(lastEpoch);
    lastEpoch = undefined;
  };
  const draw = (event: ProgressEvent, fraction: number) => {
    bar ??= startBar(stream);
    bar.update(fraction, { detail: describe(event).trim() });
  };
  return {
    stop,
    onProgress(event) {
      if (event.type === 'stage' || event.type === 'notice') {
        stop();
        print(describe(event));
      } else if (event.type === 'progress') {
        draw(event, event.total > 0 ? event.done / event.total : 0);
      } else if (event.type === 'batch') {
        draw(event, (event.epoch - 1 + event.batch / event.batches) / event.epochs);
      } else {
        draw(event, event.record.epoch / event.epochs);
        lastEpoch = describe(event);
      }
    },
  };
}

function startBar(stream: NodeJS.WriteStream): SingleBar {
  const bar = new SingleBar({
    stream,
    format: '{bar} {detail}',
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false, // Ctrl-C is ours: it keeps a checkpoint
  });
  bar.start(1, 0, { detail: '' });
  return bar;
}

/** Every stage and notice, and about one line a second of the rest; the newest held-back line comes before the next stage. */
export function progressLines(print: (line: string) => void, now: () => number = Date.now): ProgressDisplay {
  let lastLine = -Infinity;
  let heldBack: string | undefined;
  const stop = () => {
    if (heldBack) print(heldBack);
    heldBack = undefined;
  };
  return {
    stop,
    onProgress(event) {
      if (event.type === 'stage' || event.type === 'notice') {
        stop();
        print(describe(event));
        return;
      }
      const pause = event.type === 'epoch' ? EPOCH_LINE_EVERY : PROGRESS_LINE_EVERY;
      if (now() - lastLine < pause) {
        heldBack = describe(event);
        return;
      }
      lastLine = now();
      heldBack = undefined;
      print(describe(event));
    },
  };
}

/** One line for people. */
export function describe(event: ProgressEvent): string {
  switch (event.type) {
    case 'stage':
      return pc.bold(event.message);
    case 'notice':
      return event.level === 'warning' ? pc.yellow(`Warning: ${event.message}`) : event.message;
    case 'progress': {
      const amount = (value: number) => (event.unit === 'bytes' ? bytes(value) : String(Math.round(value)));
      const unit = event.unit === 'bytes' ? '' : ` ${event.unit}`;
      return `  ${amount(event.done)} of ${amount(event.total)}${unit}, ${amount(event.perSecond)}${unit}/s, ${timeLeft(event.secondsLeft)}`;
    }
    case 'batch':
      return `  epoch ${event.epoch}/${event.epochs}, batch ${event.batch}/${event.batches}: loss ${event.loss.toFixed(3)}${withAccuracy(event.accuracy)}, ${Math.round(event.imagesPerSecond)} images/s, ${timeLeft(event.secondsLeft)}`;
    case 'epoch': {
      const { epoch, loss, accuracy, validationLoss, validationAccuracy } = event.record;
      return `  epoch ${epoch}/${event.epochs}: loss ${loss.toFixed(3)}${withAccuracy(accuracy)}; validation loss ${validationLoss.toFixed(3)}${withAccuracy(validationAccuracy)}`;
    }
  }
}

/** Numbers that are learned have none. */
function withAccuracy(accuracy: number): string {
  return Number.isNaN(accuracy) ? '' : `, accuracy ${percent(accuracy)}`;
}

/** An estimate: whole seconds are precise enough. */
function timeLeft(seconds: number): string {
  return `${seconds < 59 ? `${Math.ceil(seconds)} s` : duration(seconds)} left`;
}
