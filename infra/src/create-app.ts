import { createRequire } from 'node:module';
import { App, type AppProps } from 'aws-cdk-lib';
import { FunctionStack } from './function/function-stack.js';
import { ObservabilityStack } from './observability/observability-stack.js';
import { type Options, readOptions } from './options.js';
import { ServiceStack } from './service/service-stack.js';
import { StorageStack } from './storage-stack.js';

/** New behaviour of the CDK's, all of it: nothing was deployed before it. */
const flags = createRequire(import.meta.url)('aws-cdk-lib/recommended-feature-flags.json') as Record<
  string,
  unknown
>;

/** Exports and imports, as CloudFormation has always had them. */
const STRONG = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

export interface GraftApp {
  readonly app: App;
  readonly options: Options;
  readonly storage: StorageStack;
  readonly predictions: FunctionStack | undefined;
  readonly service: ServiceStack | undefined;
  readonly observability: ObservabilityStack;
}

/**
 * The whole of Graft in an account, as the context says. No account is named, so nothing is looked up: the stacks are the same
 * wherever they are synthesised, and go to the account whose credentials deploy them.
 *
 * @throws Error naming every option that does not fit.
 */
export function createApp(props: AppProps = {}): GraftApp {
  const app = new App({ ...props, postCliContext: { ...flags, ...STRONG, ...props.postCliContext } });
  const options = readOptions(app.node);
  const env = { region: options.region };
  const id = (part: string) => `${options.name}-${part}`;
  const storage = new StorageStack(app, id('storage'), { env, options });
  const predictions = options.function ? new FunctionStack(app, id('function'), { env, options }) : undefined;
  const service = options.service
    ? new ServiceStack(app, id('service'), { env, options, logs: storage.logs })
    : undefined;
  for (const user of [predictions, service]) user?.addStackDependency(storage, 'uses the bucket by name');
  const observability = new ObservabilityStack(app, id('observability'), {
    env,
    options,
    service,
    predictions,
  });
  return { app, options, storage, predictions, service, observability };
}
