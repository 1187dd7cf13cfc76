import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { Options } from '../options.js';
import type { ServiceStack } from '../service/service-stack.js';
import { threshold } from './threshold.js';

/** Aurora's memory and processor together, in percent of its limit; above this, queries wait. */
const FULL_PERCENT = 90;

export function serviceAlarms(
  scope: Construct,
  { targets, queue, database, servers }: ServiceStack,
  { maxWorkers }: Options,
): cloudwatch.Alarm[] {
  const minutes = { period: Duration.minutes(5) };
  return [
    threshold(scope, 'ServiceErrors', {
      metric: targets.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, {
        ...minutes,
        statistic: 'Sum',
      }),
      above: 5,
      description: 'Servers answer 5xx. Their log group has the errors.',
    }),
    threshold(scope, 'ServiceUnhealthy', {
      metric: targets.metrics.unhealthyHostCount({ ...minutes, statistic: 'Maximum' }),
      above: 0,
      periods: 2,
      description: 'A server is not ready: /health/ready says whether it is the database or the bucket.',
    }),
    threshold(scope, 'ServiceSlow', {
      metric: targets.metrics.targetResponseTime({ ...minutes, statistic: 'p99' }),
      above: 5,
      periods: 3,
      description: 'One request in a hundred takes more than 5 s: more servers, or larger ones.',
    }),
    threshold(scope, 'ServiceProcessor', {
      metric: servers.metricCpuUtilization({ ...minutes }),
      above: 85,
      periods: 3,
      description: 'The servers are at their limit although they scale: raise servers.',
    }),
    threshold(scope, 'QueueLong', {
      metric: queue.depth,
      above: maxWorkers * 5,
      periods: 30,
      description: 'Jobs wait for half an hour with all workers busy: raise maxWorkers.',
    }),
    threshold(scope, 'DatabaseFull', {
      metric: database.metricACUUtilization({ ...minutes }),
      above: FULL_PERCENT,
      periods: 3,
      description: 'The database is at its limit: raise maxDatabaseAcu.',
    }),
  ];
}

export function serviceWidgets({
  targets,
  queue,
  database,
  servers,
  workers,
}: ServiceStack): cloudwatch.IWidget[] {
  return [
    new cloudwatch.GraphWidget({
      title: 'Service: requests',
      left: [targets.metrics.requestCount(), targets.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT)],
      right: [targets.metrics.targetResponseTime({ statistic: 'p99' })],
    }),
    new cloudwatch.GraphWidget({
      title: 'Jobs',
      left: [queue.depth, queue.open],
      right: [workers.metric('RunningTaskCount', { statistic: 'Maximum' })],
    }),
    new cloudwatch.GraphWidget({
      title: 'Percent',
      left: [
        servers.metricCpuUtilization(),
        servers.metricMemoryUtilization(),
        workers.metricCpuUtilization(),
        database.metricACUUtilization(),
      ],
    }),
  ];
}
