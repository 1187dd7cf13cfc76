import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { FUNCTION_SERVICE_NAME, type FunctionStack } from '../function/function-stack.js';
import { METRICS_NAMESPACE } from '../metrics.js';
import type { Options } from '../options.js';
import { threshold } from './threshold.js';

export function functionAlarms(
  scope: Construct,
  { alias, deadLetters }: FunctionStack,
  { functionTimeoutSeconds }: Options,
): cloudwatch.Alarm[] {
  const minutes = { period: Duration.minutes(5) };
  return [
    threshold(scope, 'FunctionErrors', {
      metric: alias.metricErrors({ ...minutes, statistic: 'Sum' }),
      above: 5,
      description: 'Calls of the function fail. Its log group has the errors.',
    }),
    threshold(scope, 'FunctionThrottles', {
      metric: alias.metricThrottles({ ...minutes, statistic: 'Sum' }),
      above: 0,
      description: 'Calls are refused: raise reservedConcurrency or the quota of the account.',
    }),
    threshold(scope, 'FunctionSlow', {
      metric: alias.metricDuration({ ...minutes, statistic: 'p99' }),
      above: functionTimeoutSeconds * 1000 * 0.8,
      periods: 2,
      description:
        'One call in a hundred takes four fifths of the time limit: more memory brings more processor.',
    }),
    threshold(scope, 'FunctionModel', {
      metric: own('ModelLoadFailed', 'Sum'),
      above: 0,
      description: 'A model cannot be loaded. The log says which and why.',
    }),
    threshold(scope, 'FunctionNewModel', {
      metric: own('ModelRefreshFailed', 'Sum'),
      above: 0,
      description:
        'An alias points to a model that cannot be loaded; the one before it answers. Promote another.',
    }),
    threshold(scope, 'FunctionDeadLetters', {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ ...minutes, statistic: 'Maximum' }),
      above: 0,
      description: 'Events or messages failed for good. They are in the queue for dead letters for 14 days.',
    }),
  ];
}

export function functionWidgets({ alias }: FunctionStack): cloudwatch.IWidget[] {
  return [
    new cloudwatch.GraphWidget({
      title: 'Function: calls',
      left: [alias.metricInvocations(), alias.metricErrors(), alias.metricThrottles()],
      right: [alias.metric('ConcurrentExecutions', { statistic: 'Maximum' })],
    }),
    new cloudwatch.GraphWidget({
      title: 'Function: milliseconds',
      left: [
        alias.metricDuration({ statistic: 'p50' }),
        alias.metricDuration({ statistic: 'p99' }),
        own('ModelLoadTime', 'p90'),
      ],
    }),
  ];
}

/** What the function writes in CloudWatch's embedded metric format, through Powertools. */
function own(metricName: string, statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { service: FUNCTION_SERVICE_NAME },
    statistic,
    period: Duration.minutes(5),
  });
}
