import { describeConfig, readConfig as readServiceConfig } from '@graft/graphql/config';
import { VARIABLES as FUNCTION_VARIABLES, readConfig as readFunctionConfig } from '@graft/lambda/config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from './testing.js';

/** Read outside the programs' own configuration, each by the library that it is named after, or by Graft's cache folder. */
const POSTGRES = ['PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PGSSLMODE'];
const SERVICE_VARIABLES = [
  ...describeConfig().map(({ name }) => name),
  ...POSTGRES,
  'GRAFT_CACHE',
  'AWS_REGION',
];
const POWERTOOLS = ['POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE'];

let made: TestApp;
beforeAll(() => {
  made = testApp({
    jwtIssuer: 'https://issuer.example',
    jwtAudience: 'graft',
    jwksUrl: 'https://issuer.example/keys',
    model: 'pets@prod',
    picturesPrefix: 'pictures/',
    functionFront: 'none',
    corsOrigins: 'https://app.example',
  });
});
afterAll(() => made?.remove());

describe('a variable that a stack sets is one that the program reads, with a value that it takes', () => {
  test('in the servers, the workers and the migration', () => {
    const tasks = made.template(made.service).findResources('AWS::ECS::TaskDefinition');
    const containers = Object.values(tasks).map(({ Properties }) => Properties.ContainerDefinitions[0]);
    const commands = containers.map(({ Command }) => Command.join(' '));
    expect(commands.sort()).toEqual(['migrate', 'serve', 'worker']);
    for (const { Environment, Secrets } of containers) {
      const plain = valuesOf(Environment);
      const secret = Secrets.map(({ Name }: { Name: string }) => Name) as string[];
      expect([...Object.keys(plain), ...secret].filter((name) => !SERVICE_VARIABLES.includes(name))).toEqual(
        [],
      );
      expect(secret.filter((name) => name in plain)).toEqual([]);
      const config = readServiceConfig(plain);
      expect(config.database).toEqual({ url: 'postgres:///graft' });
    }
    const server = containers.find(({ Command }) => Command[0] === 'serve');
    const config = readServiceConfig(valuesOf(server.Environment));
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: server.PortMappings[0].ContainerPort,
      workers: 0,
      authRequired: true,
      storage: 's3://graft-ACCOUNTID-us-east-1/graft',
      jwt: { jwksUrl: 'https://issuer.example/keys', issuer: 'https://issuer.example', audience: 'graft' },
    });
  });

  test('in the function', () => {
    const functions = made.template(made.predictions).findResources('AWS::Lambda::Function', {
      Properties: { Handler: 'index.handler', Runtime: 'nodejs24.x', MemorySize: 1769 },
    });
    const [{ Properties }] = Object.values(functions) as [
      { Properties: { Environment: { Variables: object } } },
    ];
    const environment = plain(Properties.Environment.Variables);
    expect(
      Object.keys(environment).filter((name) => ![...FUNCTION_VARIABLES, ...POWERTOOLS].includes(name)),
    ).toEqual([]);
    const config = readFunctionConfig(environment);
    expect(config.model).toMatchObject({
      root: 's3://graft-ACCOUNTID-us-east-1/graft',
      target: { name: 'pets', alias: 'prod' },
    });
    expect(config.results).toBe('s3://graft-ACCOUNTID-us-east-1/answers');
    const named = config.models.map((model) => model.placeOf('cars@prod')).find(Boolean);
    expect(named?.target).toEqual({ name: 'cars', alias: 'prod' });
    expect(config.models.some((model) => model.placeOf('cars@test'))).toBe(false);
  });
});

function valuesOf(list: { Name: string; Value: unknown }[]): Record<string, string> {
  return plain(Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])));
}

/** References become their names, since what they stand for is known in an account only; a port is a number. */
function plain(variables: object): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, text(value)]));
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const {
    Ref,
    'Fn::Join': join,
    'Fn::GetAtt': attribute,
  } = value as {
    Ref?: string;
    'Fn::Join'?: [string, unknown[]];
    'Fn::GetAtt'?: string[];
  };
  if (join) return join[1].map(text).join(join[0]);
  if (attribute) return attribute.at(-1)!.replace(/\W/g, '');
  return Ref!.replace(/^AWS::|\W/g, '').toUpperCase();
}
