import type { DataReport, DoubtedTarget } from '@graft/core';
import { bytes, duration, number, percent } from './format.js';

/** Findings of one kind that are listed; `--json` has them all. */
const MOST = 10;

/** What `graft check` found, the worst first. */
export function dataReportText(report: DataReport): string {
  const { task, badFiles, acrossSplits, withinSplits, doubtedLabels, doubtedTargets } = report;
  const { outliers, tinyLabels, counts, imbalance, dryRun } = report;
  const pair = ({ a, b, similarity }: DataReport['acrossSplits'][number]) =>
    `${a.id} (${a.split}) and ${b.id} (${b.split}), similarity ${similarity.toFixed(3)}`;
  const findings = [
    section('files that cannot be used', badFiles, ({ reason }) => reason),
    section('pictures in two splits, which makes the test worthless for them', acrossSplits, pair),
    section('pictures more than once in a split', withinSplits, pair),
    section(
      'labels to look at, most doubtful first',
      doubtedLabels,
      ({ id, label, suggested, suggestedProbability }) =>
        `${id}: labelled ${label}, looks like ${suggested} (${percent(suggestedProbability)})`,
    ),
    task === 'multi-label'
      ? section('labels to look at, most doubtful first', doubtedTargets, labelInDoubt)
      : section('numbers to look at, furthest off first', doubtedTargets, numberInDoubt),
    section(
      'pictures unlike all others',
      outliers,
      ({ id, similarity }) => `${id}, similarity ${similarity.toFixed(3)}`,
    ),
    section(
      'labels with too few pictures to learn from',
      tinyLabels,
      (label) => `${label}: ${counts[label]} to train on`,
    ),
    imbalance > 3
      ? `Imbalance: the most frequent label has ${imbalance.toFixed(1)} times the pictures of the rarest. ${task === 'single-label' ? 'Try --class-weights balanced.' : 'Add pictures of the rare ones.'}`
      : '',
  ].filter(Boolean);
  return [
    ...(findings.length > 0 ? findings : ['Nothing found.']),
    `${dryRun.pictures} pictures: features took ${duration(dryRun.featureSeconds)} here (${bytes(dryRun.featureBytes)} in the cache), ${bytes(dryRun.memoryBytes)} of memory. Training starts from there.`,
  ].join('\n\n');
}

function labelInDoubt({ id, target, given, expected }: DoubtedTarget): string {
  const says =
    given === 1 ? `labelled ${target}, does not look like it` : `not labelled ${target}, looks like it`;
  return `${id}: ${says} (${percent(expected)})`;
}

function numberInDoubt({ id, target, given, expected, score }: DoubtedTarget): string {
  return `${id}: ${target} is ${number(given)}, looks like ${number(expected)} (${Math.abs(score!).toFixed(1)} deviations off)`;
}

function section<Finding>(
  title: string,
  findings: readonly Finding[],
  line: (finding: Finding) => string,
): string {
  if (findings.length === 0) return '';
  const lines = findings.slice(0, MOST).map((finding) => `  ${line(finding)}`);
  const more = findings.length > MOST ? [`  and ${findings.length - MOST} more`] : [];
  return [`${findings.length} ${title}:`, ...lines, ...more].join('\n');
}
