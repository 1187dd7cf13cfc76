import { Aws, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ANSWERS_PREFIX, type Options, STORAGE_PREFIX } from './options.js';

/**
 * The bucket's name. It is made of what is known before anything is deployed, so that the stacks that use the bucket depend on
 * its name, not on an export of its stack.
 */
export function bucketName({ name, region }: Pick<Options, 'name' | 'region'>): string {
  return `${name}-${Aws.ACCOUNT_ID}-${region}`;
}

/** The bucket with models, datasets and answers, and the one with its access log. */
export class StorageStack extends Stack {
  readonly bucket: s3.Bucket;
  /** For logs of access, also of the load balancer. */
  readonly logs: s3.Bucket;

  constructor(scope: Construct, id: string, { options, ...props }: StackProps & { options: Options }) {
    super(scope, id, props);
    const secured = {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: options.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !options.keepData,
    };
    this.logs = new s3.Bucket(this, 'Logs', {
      ...secured,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    Validations.of(this.logs).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'This is the bucket for access logs; a log of its own would grow with itself.',
    });
    this.bucket = new s3.Bucket(this, 'Bucket', {
      ...secured,
      bucketName: bucketName(options),
      versioned: true,
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: 'bucket/',
      cors: options.corsOrigins.length > 0 ? [browsersMayUpload(options.corsOrigins)] : undefined,
      lifecycleRules: [
        {
          // An overwritten alias or a deleted picture can be brought back for a month.
          noncurrentVersionExpiration: Duration.days(30),
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(2),
        },
        {
          prefix: `${STORAGE_PREFIX}/datasets/`,
          // Read in full by the first training on a worker, and rarely after that.
          transitions: [
            { storageClass: s3.StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(30) },
          ],
        },
        { prefix: `${ANSWERS_PREFIX}/`, expiration: Duration.days(90) },
      ],
    });
  }
}

/** With the URLs that the service signs. */
function browsersMayUpload(allowedOrigins: string[]): s3.CorsRule {
  return {
    allowedOrigins,
    allowedMethods: [s3.HttpMethods.PUT, s3.HttpMethods.GET, s3.HttpMethods.HEAD],
    allowedHeaders: ['content-type', 'content-length'],
    maxAge: 3600,
  };
}
