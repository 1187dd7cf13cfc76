import { CfnOutput, type Stack } from 'aws-cdk-lib';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Options } from '../options.js';

const ALLOWED_HEADERS = ['content-type', 'authorization', 'x-amz-date', 'x-amz-security-token'];

/** How HTTP reaches the function; nobody does without signing or a token. */
export function addFront(stack: Stack, alias: lambda.Alias, options: Options): void {
  const url = options.functionFront === 'url' ? addUrl(alias, options) : addHttpApi(stack, alias, options);
  new CfnOutput(stack, 'PredictionUrl', { value: url });
}

function addUrl(alias: lambda.Alias, { corsOrigins }: Options): string {
  const cors = {
    allowedOrigins: corsOrigins,
    allowedMethods: [lambda.HttpMethod.POST],
    allowedHeaders: ALLOWED_HEADERS,
  };
  const { url } = alias.addFunctionUrl({
    authType: lambda.FunctionUrlAuthType.AWS_IAM,
    cors: corsOrigins.length > 0 ? cors : undefined,
  });
  return url;
}

function addHttpApi(
  stack: Stack,
  alias: lambda.Alias,
  { jwtIssuer, jwtAudience, corsOrigins }: Options,
): string {
  const cors = {
    allowOrigins: corsOrigins,
    allowMethods: [api.CorsHttpMethod.POST],
    allowHeaders: ALLOWED_HEADERS,
  };
  const http = new api.HttpApi(stack, 'Api', {
    corsPreflight: corsOrigins.length > 0 ? cors : undefined,
    createDefaultStage: false,
  });
  http.addRoutes({
    path: '/',
    methods: [api.HttpMethod.POST],
    integration: new HttpLambdaIntegration('Function', alias),
    authorizer:
      jwtIssuer && jwtAudience
        ? new HttpJwtAuthorizer('Tokens', jwtIssuer, { jwtAudience: [jwtAudience] })
        : new HttpIamAuthorizer(),
  });
  const stage = http.addStage('Stage', {
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: 500, burstLimit: 1000 },
    accessLogSettings: {
      destination: new api.LogGroupLogDestination(
        new logs.LogGroup(stack, 'ApiLog', { retention: logs.RetentionDays.ONE_MONTH }),
      ),
    },
  });
  return stage.url;
}
