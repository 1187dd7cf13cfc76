import { setTimeout as sleep } from 'node:timers/promises';
// Part of Lambda's runtime.
import { DescribeTasksCommand, ECSClient, RunTaskCommand } from '@aws-sdk/client-ecs';

/** Of Lambda's quarter of an hour, what is left for the answer. */
const RESERVE_MS = 30_000;
const LOOK_EVERY_MS = 5_000;

/**
 * A custom resource of CloudFormation: creating or updating it runs the task and waits until it has ended well.
 *
 * @param {{ RequestType: string, ResponseURL: string, StackId: string, RequestId: string, LogicalResourceId: string,
 *   PhysicalResourceId?: string, ResourceProperties: Task }} event
 * @param {{ getRemainingTimeInMillis(): number, logStreamName: string }} context
 */
export async function handler(event, context) {
  const answer = { Status: 'SUCCESS', Reason: `See the log stream ${context.logStreamName}` };
  try {
    if (event.RequestType !== 'Delete') await runTask(event.ResourceProperties, context);
  } catch (error) {
    console.error(error);
    answer.Status = 'FAILED';
    answer.Reason = error instanceof Error ? error.message : String(error);
  }
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = LogicalResourceId } = event;
  await fetch(event.ResponseURL, {
    method: 'PUT',
    // The URL is signed for an empty one.
    headers: { 'content-type': '' },
    body: JSON.stringify({ ...answer, StackId, RequestId, LogicalResourceId, PhysicalResourceId }),
  });
}

/**
 * @typedef {{ cluster: string, taskDefinition: string, subnets: string[], securityGroups: string[] }} Task
 * @param {Task} task @param {{ getRemainingTimeInMillis(): number }} context
 */
async function runTask({ cluster, taskDefinition, subnets, securityGroups }, context) {
  const ecs = new ECSClient();
  const { tasks: [started] = [], failures = [] } = await ecs.send(
    new RunTaskCommand({
      cluster,
      taskDefinition,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups, assignPublicIp: 'DISABLED' } },
    }),
  );
  if (!started) throw new Error(`The task did not start: ${JSON.stringify(failures)}`);
  while (context.getRemainingTimeInMillis() > RESERVE_MS) {
    await sleep(LOOK_EVERY_MS);
    const { tasks: [task] = [] } = await ecs.send(
      new DescribeTasksCommand({ cluster, tasks: [started.taskArn] }),
    );
    if (task?.lastStatus !== 'STOPPED') continue;
    const [{ exitCode, reason } = {}] = task.containers ?? [];
    if (exitCode === 0) return;
    throw new Error(
      `The task ${started.taskArn} ended with ${exitCode ?? 'no exit code'}: ${reason ?? task.stoppedReason}`,
    );
  }
  throw new Error(`The task ${started.taskArn} had not ended after a quarter of an hour; it runs on.`);
}
