import { type Stack, Validations } from 'aws-cdk-lib';

/** Acknowledges what the rules find in a function that the CDK itself adds to a stack. */
export function acknowledgeHandler(
  stack: Stack,
  idPrefix: 'BucketNotificationsHandler' | 'LogRetention',
): void {
  const handler = stack.node.children.find(({ node }) => node.id.startsWith(idPrefix));
  if (!handler) throw new Error(`The CDK adds no ${idPrefix} to ${stack.stackName} any more.`);
  Validations.of(handler).acknowledge(
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: 'The CDK’s own handler, which writes its log by that policy.',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'The CDK’s own handler: it learns what to work on when it runs, and may do that one thing only.',
    },
    { id: 'AwsSolutions-L1', reason: 'The CDK chooses the runtime of its own handler.' },
  );
}
