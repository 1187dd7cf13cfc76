import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

interface Threshold {
  readonly metric: cloudwatch.IMetric;
  readonly above: number;
  /** Periods of the metric, all of which have to be above; default 1. */
  readonly periods?: number;
  /** What it means and what to do. */
  readonly description: string;
}

/** An alarm when a metric is above a number; silence is no alarm. */
export function threshold(
  scope: Construct,
  id: string,
  { metric, above, periods = 1, description }: Threshold,
): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, id, {
    metric,
    threshold: above,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: periods,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: description,
  });
}
