import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { createApp } from './app.js';
import { route } from './router.js';

const app = createApp();

// Lambda gives the start more processor time than a call, and with provisioned concurrency nobody waits for it. It allows
// ten seconds; a model that takes longer is loaded on in the first call.
if (app.config.model) {
  const loading = app.models.load(app.config.model).catch(() => undefined);
  await Promise.race([loading, sleep(app.config.initMs, undefined, { ref: false })]);
}

/** What Lambda calls. */
export const handler = (event: unknown, context: Context): Promise<unknown> =>
  app.telemetry.during(context, () => route(app, event, context));
