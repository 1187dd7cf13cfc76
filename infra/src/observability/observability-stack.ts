import { Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { FunctionStack } from '../function/function-stack.js';
import type { Options } from '../options.js';
import type { ServiceStack } from '../service/service-stack.js';
import { functionAlarms, functionWidgets } from './function-metrics.js';
import { serviceAlarms, serviceWidgets } from './service-metrics.js';

interface Observed {
  readonly options: Options;
  readonly service: ServiceStack | undefined;
  readonly predictions: FunctionStack | undefined;
}

/** One dashboard, and alarms that are sent to one topic. */
export class ObservabilityStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { options, service, predictions, ...props }: StackProps & Observed,
  ) {
    super(scope, id, props);
    const topic = new sns.Topic(this, 'Alarms', { enforceSSL: true });
    if (options.alarmEmail) topic.addSubscription(new EmailSubscription(options.alarmEmail));
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: options.name });
    const alarms = [
      ...(predictions ? functionAlarms(this, predictions, options) : []),
      ...(service ? serviceAlarms(this, service, options) : []),
    ];
    for (const alarm of alarms) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    dashboard.addWidgets(new cloudwatch.AlarmStatusWidget({ alarms, width: 24, height: 4 }));
    if (predictions) dashboard.addWidgets(...functionWidgets(predictions));
    if (service) dashboard.addWidgets(...serviceWidgets(service));
  }
}
