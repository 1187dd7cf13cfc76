import type { ProgressEvent } from '@graft/core';
import { expect, describe as group, test } from 'vitest';
import { describe, progressLines } from './progress.js';

function epoch(number: number): ProgressEvent {
  const record = {
    phase: 'training' as const,
    epoch: number,
    loss: 0.25,
    accuracy: 0.9,
    validationLoss: 0.3,
    validationAccuracy: 0.875,
    learningRate: 1e-3,
    seconds: 0.1,
  };
  return { type: 'epoch', stage: 'training', epochs: 50, record };
}

group('plain progress lines', () => {
  test('come at most once a second, and the newest one is shown before the next stage', () => {
    const lines: string[] = [];
    let time = 0;
    const { onProgress } = progressLines(
      (line) => lines.push(line),
      () => time,
    );
    for (let number = 1; number <= 25; number++) {
      onProgress(epoch(number));
      time += 100;
    }
    onProgress({ type: 'stage', stage: 'evaluation', message: 'Evaluating' });

    const epochs = lines.map((line) => line.match(/epoch (\d+)/)?.[1]);
    expect(epochs).toEqual(['1', '11', '21', '25', undefined]);
    expect(lines.at(-1)).toContain('Evaluating');
  });

  test('never hold back a warning', () => {
    const lines: string[] = [];
    const { onProgress } = progressLines(
      (line) => lines.push(line),
      () => 0,
    );
    onProgress(epoch(1));
    onProgress({ type: 'notice', level: 'warning', message: '3 files were skipped' });
    expect(lines.at(-1)).toContain('Warning: 3 files were skipped');
  });

  test('show what was held back when they stop', () => {
    const lines: string[] = [];
    const display = progressLines(
      (line) => lines.push(line),
      () => 0,
    );
    display.onProgress(epoch(1));
    display.onProgress(epoch(2));
    display.stop();
    display.stop();
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('epoch 2/50');
  });
});

test('a download is described in bytes, pictures in pictures', () => {
  const event = {
    type: 'progress',
    done: 4_650_000,
    total: 9_300_000,
    perSecond: 2e6,
    secondsLeft: 2.3,
  } as const;
  expect(describe({ ...event, stage: 'weights', unit: 'bytes' })).toBe(
    '  4.7 MB of 9.3 MB, 2.0 MB/s, 3 s left',
  );
  expect(
    describe({ ...event, stage: 'features', unit: 'images', done: 12, total: 729, perSecond: 57.6 }),
  ).toBe('  12 of 729 images, 58 images/s, 3 s left');
});

test('an epoch is described with both losses and accuracies', () => {
  expect(describe(epoch(3))).toBe(
    '  epoch 3/50: loss 0.250, accuracy 90.0%; validation loss 0.300, accuracy 87.5%',
  );
});
