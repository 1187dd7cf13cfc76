import type { DataReport } from '@graft/core';
import { bytes, duration, percent } from './format.js';

/** Findings of one kind that are listed; `--json` has them all. */
const MOST = 10;

/** What `graft check` found, the worst first. */
export function dataReportText(report: DataReport): string {
  const { badFiles, acrossSplits, withinSplits, doubtedLabels, outliers, tinyLabels, counts, dryRun } =
    report;
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
    report.imbalance > 3
      ? `Imbalance: the most frequent label has ${report.imbalance.toFixed(1)} times the pictures of the rarest. Try --class-weights balanced.`
      : '',
  ].filter(Boolean);
  return [
    ...(findings.length > 0 ? findings : ['Nothing found.']),
    `${dryRun.pictures} pictures: features took ${duration(dryRun.featureSeconds)} here (${bytes(dryRun.featureBytes)} in the cache), ${bytes(dryRun.memoryBytes)} of memory. Training starts from there.`,
  ].join('\n\n');
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
