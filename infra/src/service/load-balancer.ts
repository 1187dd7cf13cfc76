import { Duration, Validations } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Options } from '../options.js';
import { CIDR } from './network.js';

export interface Balancer {
  readonly loadBalancer: elb.ApplicationLoadBalancer;
  /** Of the server's requests. */
  readonly targets: elb.ApplicationTargetGroup;
  /** `https://...`, or `http://...` inside the network. */
  readonly url: string;
}

export function createLoadBalancer(
  scope: Construct,
  { vpc, logs, options }: { vpc: ec2.IVpc; logs: s3.IBucket; options: Options },
): elb.ApplicationLoadBalancer {
  const open = options.certificateArn !== undefined;
  const loadBalancer = new elb.ApplicationLoadBalancer(scope, 'LoadBalancer', {
    vpc,
    internetFacing: open,
    vpcSubnets: { subnetType: open ? ec2.SubnetType.PUBLIC : ec2.SubnetType.PRIVATE_WITH_EGRESS },
    // Subscriptions over WebSocket and server-sent events send a sign of life every few seconds; a slow zip upload may pause.
    idleTimeout: Duration.minutes(10),
    dropInvalidHeaderFields: true,
    deletionProtection: options.keepData,
  });
  loadBalancer.logAccessLogs(logs, 'load-balancer');
  if (open) {
    Validations.of(loadBalancer).acknowledge({
      id: 'AwsSolutions-EC23',
      reason: 'The API is for the Internet, over HTTPS and with keys or tokens only.',
    });
  }
  return loadBalancer;
}

/** Adds the listener and sends it to the servers. */
export function balance(
  loadBalancer: elb.ApplicationLoadBalancer,
  service: ecs.FargateService,
  port: number,
  { certificateArn }: Options,
): elb.ApplicationTargetGroup {
  const listener = certificateArn
    ? loadBalancer.addListener('Https', {
        port: 443,
        certificates: [acm.Certificate.fromCertificateArn(loadBalancer, 'Certificate', certificateArn)],
        sslPolicy: elb.SslPolicy.RECOMMENDED_TLS,
        open: true,
      })
    : loadBalancer.addListener('Http', { port: 80, protocol: elb.ApplicationProtocol.HTTP, open: false });
  if (certificateArn) loadBalancer.addRedirect();
  else listener.connections.allowDefaultPortFrom(ec2.Peer.ipv4(CIDR));
  return listener.addTargets('Servers', {
    port,
    protocol: elb.ApplicationProtocol.HTTP,
    targets: [service],
    // Longer than a database takes to fail over: servers that wait for it are not replaced.
    healthCheck: {
      path: '/health/ready',
      interval: Duration.seconds(15),
      timeout: Duration.seconds(5),
      unhealthyThresholdCount: 8,
    },
    deregistrationDelay: Duration.seconds(30),
  });
}
