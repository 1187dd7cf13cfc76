import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Options } from '../options.js';

/** Addresses of the network. */
export const CIDR = '10.0.0.0/16';

/** Two zones: load balancer in public subnets, programs in private ones with a way out, the database in ones without. */
export function createNetwork(scope: Construct, { natGateways }: Options): ec2.Vpc {
  return new ec2.Vpc(scope, 'Network', {
    ipAddresses: ec2.IpAddresses.cidr(CIDR),
    maxAzs: Math.max(2, natGateways),
    natGateways,
    subnetConfiguration: [
      { name: 'public', subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
      { name: 'programs', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'database', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ],
    // Pictures and models take this way, not the NAT gateway, which is paid by the byte.
    gatewayEndpoints: { s3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    flowLogs: {
      rejected: {
        trafficType: ec2.FlowLogTrafficType.REJECT,
        destination: ec2.FlowLogDestination.toCloudWatchLogs(
          new logs.LogGroup(scope, 'NetworkLog', { retention: logs.RetentionDays.ONE_MONTH }),
        ),
      },
    },
  });
}
