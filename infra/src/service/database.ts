import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { acknowledgeHandler } from '../cdk-handlers.js';
import type { Options } from '../options.js';

export const DATABASE_NAME = 'graft';

/** Tables and queue of the service. */
export function createDatabase(scope: Construct, vpc: ec2.IVpc, options: Options): rds.DatabaseCluster {
  const cluster = new rds.DatabaseCluster(scope, 'Database', {
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_7 }),
    credentials: rds.Credentials.fromGeneratedSecret('graft'),
    defaultDatabaseName: DATABASE_NAME,
    writer: rds.ClusterInstance.serverlessV2('Writer'),
    readers: Array.from({ length: options.databaseReaders }, (_, i) =>
      // Scales with the writer, so that it can take over at once.
      rds.ClusterInstance.serverlessV2(`Reader${i + 1}`, { scaleWithWriter: true }),
    ),
    serverlessV2MinCapacity: options.minDatabaseAcu,
    serverlessV2MaxCapacity: options.maxDatabaseAcu,
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    storageEncrypted: true,
    parameters: { 'rds.force_ssl': '1' },
    iamAuthentication: true,
    cloudwatchLogsExports: ['postgresql'],
    cloudwatchLogsRetention: logs.RetentionDays.ONE_MONTH,
    backup: { retention: Duration.days(14) },
    deletionProtection: options.keepData,
    removalPolicy: options.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  acknowledgeHandler(Stack.of(scope), 'LogRetention');
  Validations.of(cluster).acknowledge(
    ...(options.keepData
      ? []
      : [{ id: 'AwsSolutions-RDS10', reason: 'keepData=false: made to be deleted.' }]),
    {
      id: 'AwsSolutions-RDS11',
      reason:
        'The port is closed to all but the security groups of the programs; another number would hide nothing.',
    },
    {
      id: 'AwsSolutions-SMG4',
      reason:
        'Programs read the password when they start. A rotation that they do not know of would stop the service; README.md says how to change it.',
    },
  );
  return cluster;
}
