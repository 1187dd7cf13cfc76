import { type Config, readConfig } from './config.js';
import { createModelStore, type ModelStore } from './models/model-store.js';
import { createStorages, type Storages } from './storages.js';
import { createTelemetry, type Telemetry } from './telemetry.js';

/** What lives as long as the warm function. */
export interface App {
  readonly config: Config;
  readonly models: ModelStore;
  readonly storages: Storages;
  readonly telemetry: Telemetry;
  /** Pictures that are being answered now. */
  pending: number;
}

/** @throws ConfigError. */
export function createApp(env: NodeJS.ProcessEnv = process.env): App {
  const config = readConfig(env);
  const storages = createStorages(config);
  const telemetry = createTelemetry(config.tracing);
  return { config, storages, telemetry, models: createModelStore(config, storages, telemetry), pending: 0 };
}
