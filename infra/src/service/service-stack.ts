import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { dockerContext, repositoryRoot } from '../docker-context.js';
import { METRICS_NAMESPACE } from '../metrics.js';
import type { Options } from '../options.js';
import { bucketName } from '../storage-stack.js';
import { createDatabase } from './database.js';
import { createLoadBalancer } from './load-balancer.js';
import { createMigration } from './migration.js';
import { createNetwork } from './network.js';
import { createServers, publicUrl } from './servers.js';
import { createWorkers } from './workers.js';

/** Datasets, training and prediction over GraphQL. */
export class ServiceStack extends Stack {
  readonly database: rds.DatabaseCluster;
  readonly loadBalancer: elb.ApplicationLoadBalancer;
  readonly targets: elb.ApplicationTargetGroup;
  readonly servers: ecs.FargateService;
  readonly workers: ecs.FargateService;
  /** Jobs that wait, and jobs that wait or run. */
  readonly queue: { readonly depth: cloudwatch.Metric; readonly open: cloudwatch.Metric };

  constructor(
    scope: Construct,
    id: string,
    { options, logs: accessLogs, ...props }: StackProps & { options: Options; logs: s3.IBucket },
  ) {
    super(scope, id, props);
    const bucket = s3.Bucket.fromBucketName(this, 'Bucket', bucketName(options));
    const vpc = createNetwork(this, options);
    const database = createDatabase(this, vpc, options);
    const cluster = new ecs.Cluster(this, 'Cluster', {
      vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
      enableFargateCapacityProviders: true,
    });
    const image = ecs.ContainerImage.fromAsset(repositoryRoot, dockerContext('apps/graphql/Dockerfile'));
    const parts = { image, bucket, database, cluster, vpc };
    const migration = createMigration(this, parts);
    const loadBalancer = createLoadBalancer(this, { vpc, logs: accessLogs, options });
    const {
      service: servers,
      targets,
      log,
      adminSecret,
    } = createServers(this, { ...parts, loadBalancer }, options);
    this.queue = {
      depth: metricOfLog(log, 'depth', 'JobsWaiting'),
      open: metricOfLog(log, 'open', 'JobsOpen'),
    };
    const { service: workers } = createWorkers(this, { ...parts, openJobs: this.queue.open }, options);
    for (const service of [servers, workers]) {
      database.connections.allowDefaultPortFrom(service);
      // Not the whole construct: its security group is what the migration waits for, with the database's others.
      (service.node.defaultChild as ecs.CfnService).addResourceDependency(migration);
    }
    this.database = database;
    this.loadBalancer = loadBalancer;
    this.targets = targets;
    this.servers = servers;
    this.workers = workers;
    new CfnOutput(this, 'Url', { value: publicUrl(loadBalancer, options) });
    new CfnOutput(this, 'AdminSecretName', { value: adminSecret.secretName });
  }
}

/** A number in the servers' lines `{ msg: 'queue', depth, open }`, which each of them writes every 30 s. */
function metricOfLog(log: logs.LogGroup, field: string, metricName: string): cloudwatch.Metric {
  const filter = log.addMetricFilter(metricName, {
    filterPattern: logs.FilterPattern.stringValue('$.msg', '=', 'queue'),
    metricValue: `$.${field}`,
    metricNamespace: METRICS_NAMESPACE,
    metricName: `${log.stack.stackName}-${metricName}`,
  });
  return filter.metric({ statistic: 'Maximum', period: Duration.minutes(1) });
}
