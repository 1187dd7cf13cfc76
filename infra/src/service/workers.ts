import { Duration } from 'aws-cdk-lib';
import { AdjustmentType } from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Options } from '../options.js';
import { defineProgram, type ServiceParts } from './program.js';

export interface Workers {
  readonly service: ecs.FargateService;
  readonly log: logs.LogGroup;
}

/** `graft worker`, as many as there are jobs. */
export function createWorkers(
  scope: Construct,
  parts: ServiceParts & { cluster: ecs.ICluster; openJobs: cloudwatch.IMetric },
  options: Options,
): Workers {
  const { task, log } = defineProgram(scope, 'Worker', parts, {
    command: ['worker'],
    cpu: options.workerCpu,
    memoryMb: options.workerMemoryMb,
    diskGb: options.workerDiskGb,
    storage: true,
    // A training takes all processors that there are.
    environment: { GRAFT_WORKERS: '1' },
    // Fargate's longest: a running job ends its step, keeps its checkpoint and goes back to the queue.
    container: { stopTimeout: Duration.seconds(120) },
  });
  const service = new ecs.FargateService(scope, 'Workers', {
    cluster: parts.cluster,
    taskDefinition: task,
    desiredCount: options.minWorkers,
    // A job that moves to a new version costs a training step, so old workers may go first.
    minHealthyPercent: 0,
    circuitBreaker: { rollback: true },
    capacityProviderStrategies: [
      { capacityProvider: options.spotWorkers ? 'FARGATE_SPOT' : 'FARGATE', weight: 1 },
    ],
  });
  if (options.minWorkers === options.maxWorkers) return { service, log };
  service
    .autoScaleTaskCount({ minCapacity: options.minWorkers, maxCapacity: options.maxWorkers })
    .scaleOnMetric('OpenJobs', {
      metric: parts.openJobs,
      adjustmentType: AdjustmentType.EXACT_CAPACITY,
      scalingSteps: scalingSteps(options),
      cooldown: Duration.minutes(2),
    });
  return { service, log };
}

/**
 * One worker per job that waits or runs, within the limits. Above sixteen it goes by a quarter at a time, as a policy has at
 * most twenty steps in each direction.
 */
export function scalingSteps({
  minWorkers,
  maxWorkers,
}: Pick<Options, 'minWorkers' | 'maxWorkers'>): { lower: number; change: number }[] {
  const steps = [{ lower: 0, change: minWorkers }];
  for (let jobs = minWorkers + 1; jobs < maxWorkers; jobs += Math.max(1, Math.floor(jobs / 4))) {
    steps.push({ lower: jobs, change: jobs });
  }
  steps.push({ lower: maxWorkers, change: maxWorkers });
  return steps;
}
