import type { ModelFacts } from '../bundle/manifest.js';
import { drawChart } from './draw-chart.js';
import type { Html } from './html.js';

type Calibration = NonNullable<ModelFacts['calibration']>;

const SIZE = { width: 360, height: 220 };
const TWO_COLOURS = ['var(--first)', 'var(--second)'];

/** Loss and accuracy by epoch, on training and validation data. */
export async function learningCurves(history: ModelFacts['history']): Promise<Html[]> {
  const solved = history.every(({ l2 }) => l2 !== undefined);
  const values = history.flatMap((record, i) => {
    const step = solved ? String(record.l2) : i + 1;
    return [
      { step, data: 'training', loss: record.loss, accuracy: record.accuracy },
      { step, data: 'validation', loss: record.validationLoss, accuracy: record.validationAccuracy },
    ];
  });
  const boundary = history.findIndex(({ phase }, i) => i > 0 && phase !== history[i - 1]!.phase);
  const curve = (field: 'loss' | 'accuracy', title: string, format: string) =>
    drawChart({
      ...SIZE,
      description: `${title} by epoch`,
      data: { values },
      layer: [
        {
          mark: { type: 'line', strokeWidth: 2, point: history.length < 30 },
          encoding: {
            x: {
              field: 'step',
              type: solved ? 'ordinal' : 'quantitative',
              sort: null,
              title: solved ? 'L2 penalty tried' : 'epoch',
              axis: { grid: false, tickMinStep: 1, format: solved ? undefined : 'd' },
              scale: solved ? undefined : { zero: false, nice: false },
            },
            y: { field, type: 'quantitative', title, axis: { format }, scale: { zero: field === 'loss' } },
            color: { field: 'data', type: 'nominal', scale: { range: TWO_COLOURS } },
          },
        },
        ...(boundary > 0
          ? [
              {
                data: { values: [{ step: boundary + 0.5 }] },
                mark: { type: 'rule' as const, strokeDash: [4, 4], color: 'var(--muted)' },
                encoding: { x: { field: 'step', type: 'quantitative' as const } },
              },
            ]
          : []),
      ],
    });
  return [await curve('loss', 'loss in nats', '.2~f'), await curve('accuracy', 'accuracy', '.0%')];
}

/** How sure the model is against how often it is right, before and after calibration; the diagonal is where both agree. */
export function reliabilityDiagram({ before, after }: Calibration): Promise<Html> {
  const values = [
    ...before.bins.map((bin) => ({ ...bin, probabilities: 'before' })),
    ...after.bins.map((bin) => ({ ...bin, probabilities: 'calibrated' })),
  ];
  const axis = (title: string) => ({
    type: 'quantitative' as const,
    title,
    axis: { format: '.0%' },
    scale: { domain: [0, 1] },
  });
  return drawChart({
    width: 300,
    height: 300,
    description: 'Part of answers that are right by probability of the answer',
    layer: [
      {
        data: {
          values: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        },
        mark: { type: 'line', strokeDash: [4, 4], color: 'var(--muted)' },
        encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
      },
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 1.5 },
        encoding: {
          x: { field: 'confidence', ...axis('probability of the answer') },
          y: { field: 'accuracy', ...axis('answers that are right') },
          color: { field: 'probabilities', type: 'nominal', scale: { range: TWO_COLOURS } },
        },
      },
      {
        data: { values },
        mark: { type: 'circle', opacity: 0.9 },
        encoding: {
          x: { field: 'confidence', type: 'quantitative' },
          y: { field: 'accuracy', type: 'quantitative' },
          color: { field: 'probabilities', type: 'nominal', scale: { range: TWO_COLOURS } },
          size: { field: 'count', type: 'quantitative', legend: null, scale: { range: [20, 400] } },
        },
      },
    ],
  });
}

/** What is left wrong when the model may say "unknown", by the part of pictures that it answers. */
export function coverageChart({ curve }: NonNullable<ModelFacts['abstention']>): Promise<Html> {
  const axis = (title: string) => ({ type: 'quantitative' as const, title, axis: { format: '.0%' } });
  return drawChart({
    ...SIZE,
    description: 'Part of answers that are wrong by part of pictures answered',
    data: { values: [...curve] },
    mark: {
      type: 'line',
      point: { color: 'var(--first)' },
      color: 'var(--first)',
      strokeWidth: 2,
    },
    encoding: {
      x: { field: 'coverage', ...axis('pictures answered'), scale: { zero: false } },
      y: { field: 'error', ...axis('answers that are wrong') },
    },
  });
}

/** The model's accuracy with its interval, beside what simpler rules reach. */
export function baselinesChart({ test, baselines }: ModelFacts['metrics']): Promise<Html> {
  const rules = [
    { rule: 'this model', accuracy: test.accuracy, low: test.interval[0], high: test.interval[1] },
    { rule: 'most similar picture', accuracy: baselines.nearestNeighbour },
    { rule: 'most frequent label', accuracy: baselines.majority },
  ];
  const y = {
    field: 'rule',
    type: 'nominal' as const,
    sort: null,
    title: null,
    axis: { labelLimit: 220, ticks: false },
  };
  return drawChart({
    width: 330,
    height: { step: 34 },
    description: 'Test accuracy of the model and of simpler rules',
    data: { values: rules },
    layer: [
      {
        mark: { type: 'bar', height: 18 },
        encoding: {
          y,
          x: {
            field: 'accuracy',
            type: 'quantitative',
            title: 'test accuracy',
            axis: { format: '.0%' },
            scale: { domain: [0, 1] },
          },
          color: {
            condition: { test: "datum.rule === 'this model'", value: 'var(--first)' },
            value: 'var(--faint)',
          },
        },
      },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', strokeWidth: 2, color: 'var(--ink)' },
        encoding: { y, x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
    ],
  });
}
