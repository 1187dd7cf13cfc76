import { Match, type Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../testing.js';

let made: TestApp;
let template: Template;
beforeAll(() => {
  made = testApp({ alarmEmail: 'ops@example.com' });
  template = made.template(made.observability);
});
afterAll(() => made?.remove());

test('there is an alarm for each way in which a part fails or gets full', () => {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  const watched = alarms.map(
    ({ Properties }) => Properties.MetricName ?? Properties.Metrics[0].MetricStat.Metric.MetricName,
  );
  expect(watched.map((name: string) => name.replace(/^graft-service-/, '')).sort()).toEqual(
    [
      ...['Errors', 'Throttles', 'Duration', 'ModelLoadFailed', 'ModelRefreshFailed'],
      'ApproximateNumberOfMessagesVisible',
      ...['HTTPCode_Target_5XX_Count', 'UnHealthyHostCount', 'TargetResponseTime', 'CPUUtilization'],
      ...['JobsWaiting', 'ACUUtilization'],
    ].sort(),
  );
});

test('every alarm goes to the topic, says what it means, and is silent when nothing is measured', () => {
  template.allResourcesProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^Alarms') }],
    OKActions: [{ Ref: Match.stringLikeRegexp('^Alarms') }],
    AlarmDescription: Match.stringLikeRegexp('.{20,}'),
    TreatMissingData: 'notBreaching',
  });
  template.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'ops@example.com',
  });
});

test('the function’s own metrics are watched where the function writes them', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'Graft',
    MetricName: 'ModelLoadFailed',
    Dimensions: [{ Name: 'service', Value: 'graft-function' }],
  });
  made.template(made.predictions).hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        POWERTOOLS_METRICS_NAMESPACE: 'Graft',
        POWERTOOLS_SERVICE_NAME: 'graft-function',
      }),
    },
  });
});

test('one dashboard shows all parts', () => {
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'graft' });
});
