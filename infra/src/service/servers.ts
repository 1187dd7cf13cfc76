import { Duration, Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Options } from '../options.js';
import { balance } from './load-balancer.js';
import { defineProgram, type ServiceParts } from './program.js';

const PORT = 4000;

export interface Servers {
  readonly service: ecs.FargateService;
  readonly targets: elb.ApplicationTargetGroup;
  readonly log: logs.LogGroup;
  readonly adminSecret: secrets.Secret;
}

/** `graft serve` behind the load balancer; jobs are the workers'. */
export function createServers(
  scope: Construct,
  parts: ServiceParts & { cluster: ecs.ICluster; loadBalancer: elb.ApplicationLoadBalancer },
  options: Options,
): Servers {
  const { cluster, loadBalancer } = parts;
  const adminSecret = createAdminSecret(scope);
  const { task, log } = defineProgram(scope, 'Server', parts, {
    command: ['serve'],
    cpu: options.serverCpu,
    memoryMb: options.serverMemoryMb,
    storage: true,
    environment: {
      GRAFT_HOST: '0.0.0.0',
      GRAFT_PORT: String(PORT),
      GRAFT_PUBLIC_URL: publicUrl(loadBalancer, options),
      GRAFT_WORKERS: '0',
      // Half of the memory: the other half is Node, ONNX Runtime at work and pictures.
      GRAFT_MODEL_MEMORY_MB: String(Math.floor(options.serverMemoryMb / 2)),
      ...(options.jwksUrl && {
        GRAFT_JWKS_URL: options.jwksUrl,
        GRAFT_JWT_ISSUER: options.jwtIssuer!,
        GRAFT_JWT_AUDIENCE: options.jwtAudience!,
      }),
    },
    secrets: { GRAFT_ADMIN_SECRET: ecs.Secret.fromSecretsManager(adminSecret) },
    container: { portMappings: [{ containerPort: PORT }], stopTimeout: Duration.seconds(60) },
  });
  const service = new ecs.FargateService(scope, 'Servers', {
    cluster,
    taskDefinition: task,
    desiredCount: options.servers,
    minHealthyPercent: 100,
    circuitBreaker: { rollback: true },
    healthCheckGracePeriod: Duration.minutes(2),
  });
  const scaling = service.autoScaleTaskCount({
    minCapacity: options.servers,
    maxCapacity: options.servers * 2,
  });
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
  return { service, log, adminSecret, targets: balance(loadBalancer, service, PORT, options) };
}

/** The key `graft_000000000000_<secret>` may do everything; the servers know its hash only. */
function createAdminSecret(scope: Construct): secrets.Secret {
  const secret = new secrets.Secret(scope, 'AdminSecret', {
    description: 'Of the first API key of Graft: graft_000000000000_<this>.',
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'Changed by hand when needed, with a new deployment of the servers; README.md says how.',
  });
  return secret;
}

export function publicUrl(
  { loadBalancerDnsName }: elb.IApplicationLoadBalancer,
  { certificateArn, domainName }: Options,
): string {
  if (!certificateArn) return `http://${loadBalancerDnsName}`;
  return `https://${domainName ?? loadBalancerDnsName}`;
}
