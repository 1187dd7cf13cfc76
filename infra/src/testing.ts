import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp, type GraftApp } from './create-app.js';

export interface TestApp extends GraftApp {
  readonly outdir: string;
  template(stack: Stack | undefined): Template;
  remove(): void;
}

/** For tests: the app with this context, and a file in place of the function's zip. */
export function testApp(context: Record<string, unknown> = {}): TestApp {
  const outdir = mkdtempSync(join(tmpdir(), 'graft-infra-'));
  const functionZip = join(outdir, 'function.zip');
  // An empty zip: the record that ends one.
  writeFileSync(functionZip, Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'));
  const made = createApp({
    context: { 'aws:cdk:disable-asset-staging': true, functionZip, ...context },
    outdir: join(outdir, 'cdk.out'),
  });
  return {
    ...made,
    outdir,
    template: (stack) => Template.fromStack(stack!),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  };
}
