import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { untraced, xrayTraced } from './tracing.js';

/** Structured logs and CloudWatch metrics, one line of JSON each on stdout; traces where they are asked for. */
export interface Telemetry {
  info(message: string, facts?: object): void;
  error(message: string, error: unknown, facts?: object): void;
  count(metric: string, by?: number): void;
  /** Adds how long it took, in milliseconds, also when it fails. */
  timed<T>(metric: string, work: () => Promise<T>): Promise<T>;
  /** Around one call: its id in every line, its metrics written at its end. */
  during<T>(context: Context, work: () => Promise<T>): Promise<T>;
}

/** @param tracing send traces to X-Ray, too. */
export function createTelemetry(tracing: boolean): Telemetry {
  const traced = tracing ? xrayTraced() : untraced;
  const logger = new Logger({ serviceName: process.env.POWERTOOLS_SERVICE_NAME || 'graft' });
  const metrics = new Metrics({
    namespace: process.env.POWERTOOLS_METRICS_NAMESPACE || 'Graft',
    serviceName: process.env.POWERTOOLS_SERVICE_NAME || 'graft',
  });
  return {
    info: (message, facts = {}) => logger.info(message, facts as Record<string, unknown>),
    error: (message, error, facts = {}) =>
      logger.error(message, { ...facts, error: error instanceof Error ? error : new Error(String(error)) }),
    count: (metric, by = 1) => void metrics.addMetric(metric, MetricUnit.Count, by),
    async timed(metric, work) {
      const started = performance.now();
      try {
        return await traced(metric, work);
      } finally {
        metrics.addMetric(metric, MetricUnit.Milliseconds, performance.now() - started);
      }
    },
    async during(context, work) {
      logger.addContext(context);
      metrics.setFunctionName(context.functionName);
      metrics.captureColdStartMetric();
      try {
        return await traced('## graft', work);
      } finally {
        metrics.publishStoredMetrics();
      }
    },
  };
}
