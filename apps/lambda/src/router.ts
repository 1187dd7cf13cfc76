import type {
  ALBEvent,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  Context,
  S3Event,
  SQSEvent,
} from 'aws-lambda';
import type { App } from './app.js';
import { onDirect } from './events/direct.js';
import { onHttpV1 } from './events/http-v1.js';
import { onHttpV2 } from './events/http-v2.js';
import { onLoadBalancer } from './events/load-balancer.js';
import { onObjectCreated } from './events/object-created.js';
import { onQueue } from './events/queue.js';

/** What tells the events apart, whoever sends them. */
interface EventMarks {
  readonly Records?: readonly { readonly eventSource?: string }[];
  readonly Event?: string;
  readonly httpMethod?: string;
  readonly requestContext?: { readonly http?: object; readonly elb?: object };
}

/** Hands an event to what answers its kind; what is no event of AWS is a request of its own. */
export async function route(app: App, event: unknown, context: Context): Promise<unknown> {
  const { Records, Event, httpMethod, requestContext }: EventMarks = event ?? {};
  if (requestContext?.http) return onHttpV2(app, event as APIGatewayProxyEventV2, context);
  if (requestContext?.elb) return onLoadBalancer(app, event as ALBEvent, context);
  if (requestContext && httpMethod) return onHttpV1(app, event as APIGatewayProxyEvent, context);
  const source = Records?.[0]?.eventSource;
  if (source === 'aws:sqs') return onQueue(app, event as SQSEvent, context);
  if (source === 'aws:s3') return onObjectCreated(app, event as S3Event, context);
  // Sent once when a bucket's notifications are set up.
  if (Event === 's3:TestEvent') return undefined;
  return onDirect(app, event, context);
}
