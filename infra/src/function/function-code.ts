import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { dockerContext, repositoryRoot } from '../docker-context.js';
import type { Options } from '../options.js';

type Code = Pick<lambda.FunctionProps, 'code' | 'runtime' | 'handler'>;

/** @throws Error when the zip has not been built. */
export function functionCode({ functionPackage, functionArchitecture: arch, functionZip }: Options): Code {
  if (functionPackage === 'image') {
    const platform = arch === 'arm64' ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64;
    return {
      code: lambda.Code.fromAssetImage(repositoryRoot, {
        ...dockerContext('apps/lambda/Dockerfile'),
        platform,
      }),
      runtime: lambda.Runtime.FROM_IMAGE,
      handler: lambda.Handler.FROM_IMAGE,
    };
  }
  const zip = functionZip ?? join(repositoryRoot, 'apps', 'lambda', 'dist', `function-${arch}.zip`);
  if (!existsSync(zip)) {
    throw new Error(
      `The function's zip ${zip} is not there. Make it with \`npm run lambda:build -- --arch ${arch}\`.`,
    );
  }
  return { code: lambda.Code.fromAsset(zip), runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler' };
}
