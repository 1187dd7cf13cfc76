import {
  type CostDecision,
  calibrationErrorByChance,
  type Metrics,
  type ModelComparison,
  type Reliability,
  type ThresholdChoice,
} from '@graft/core';
import Table from 'cli-table3';
import pc from 'picocolors';
import { accuracyWithInterval, percent } from './format.js';

/** What `graft evaluate` measured; the `--json` document. */
export interface EvaluationDocument {
  readonly bundle: string;
  readonly split: string;
  readonly test: Metrics;
  readonly reliability: Reliability;
  /** Of each label against the others, whatever the threshold; labels that the pictures have. */
  readonly ranking: readonly {
    readonly label: string;
    /** Under the ROC curve, in [0, 1]. */
    readonly area: number;
    readonly averagePrecision: number;
  }[];
  /** With `--against`. */
  readonly against?: {
    readonly bundle: string;
    readonly test: Metrics;
    readonly mcnemar: ModelComparison['test'];
  };
  /** With `--cost`. */
  readonly costs?: CostReport;
}

export interface CostReport extends Omit<CostDecision, 'answers'> {
  /** With two labels: from which probability on the second one is the answer. */
  readonly threshold?: {
    readonly label: string;
    /** For calibrated probabilities. */
    readonly expected: number;
    /** Cheapest on the validation pictures, where there are any. */
    readonly chosen?: ThresholdChoice;
  };
}

/** How sure the model is against how often it is right. */
export function reliabilityText({ expectedCalibrationError, bins }: Reliability): string {
  const table = new Table({
    head: ['Answers given with', 'are right', 'Pictures'],
    style: { head: [], border: [], compact: true },
    colAligns: ['right', 'right', 'right'],
  });
  for (const { confidence, accuracy, count } of bins) {
    table.push([percent(confidence), percent(accuracy), count]);
  }
  const byChance = percent(calibrationErrorByChance(bins));
  return `Calibration error ${percent(expectedCalibrationError)}; chance alone gives ${byChance} on so many pictures\n${table.toString()}`;
}

/** How well labels are told apart whatever the threshold, on average. */
export function rankingText({ ranking }: EvaluationDocument): string {
  if (ranking.length === 0) return '';
  const mean = (of: (each: EvaluationDocument['ranking'][number]) => number) =>
    ranking.reduce((sum, each) => sum + of(each), 0) / ranking.length;
  return `Whatever the threshold, mean over the labels: area under the ROC curve ${mean(({ area }) => area).toFixed(4)}, average precision ${percent(mean(({ averagePrecision }) => averagePrecision))}`;
}

/** Both accuracies, and whether they differ by more than chance. */
export function againstText({ bundle, test, against }: EvaluationDocument): string {
  if (!against) return '';
  const { onlyFirstRight, onlySecondRight, bothRight, bothWrong, p, method } = against.mcnemar;
  const [better, worse] =
    onlyFirstRight >= onlySecondRight ? [bundle, against.bundle] : [against.bundle, bundle];
  const chance = `Two equally good models would differ so much on ${p < 0.001 ? 'fewer than 1 in 1,000' : percent(p)} of such samples (McNemar's test, ${method}, p = ${p.toPrecision(2)})`;
  return [
    `${pc.bold(bundle)}: ${accuracyWithInterval(test)}`,
    `${pc.bold(against.bundle)}: ${accuracyWithInterval(against.test)}`,
    `Only the first is right on ${pictures(onlyFirstRight)}, only the second on ${onlySecondRight}; both on ${bothRight}, neither on ${bothWrong}.`,
    p < 0.05
      ? `${chance}: ${pc.bold(`${better} is better than ${worse} by more than chance`)}.`
      : `${chance}: ${pc.bold('no difference has been shown')}; more test pictures might.`,
  ].join('\n');
}

/** What mistakes cost as the model answers, and with the cheapest answers. */
export function costText({ costs }: EvaluationDocument): string {
  if (!costs) return '';
  const { cost, usualCost, accuracy, changed, threshold } = costs;
  const lines = [
    `Mean cost of a picture: ${usualCost.toFixed(3)} with the most probable answers, ${pc.bold(cost.toFixed(3))} with those that are cheapest to expect, of which ${pictures(changed)} differ (accuracy ${percent(accuracy)}).`,
  ];
  if (threshold) {
    lines.push(
      `That is to say ${threshold.label} from a probability of ${pc.bold(percent(threshold.expected))} on.`,
    );
    const { chosen } = threshold;
    if (chosen && Number.isFinite(chosen.threshold)) {
      lines.push(
        `On the validation pictures ${percent(chosen.threshold)} is cheapest: ${chosen.cost.toFixed(3)} a picture, ${chosen.usualCost.toFixed(3)} at 50%.`,
      );
    }
  }
  return lines.join('\n');
}

function pictures(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`;
}
