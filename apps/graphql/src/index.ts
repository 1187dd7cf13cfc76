export { createApiKey, listApiKeys, revokeApiKey } from './auth/api-keys.js';
export { type Config, describeConfig, readConfig } from './config.js';
export { ConfigError } from './errors.js';
export { migrate } from './migrate.js';
export { openApp } from './open-app.js';
export { type RunningService, serve } from './serve.js';
export { withDatabase } from './with-database.js';
export { type RunningWorker, work } from './work.js';
