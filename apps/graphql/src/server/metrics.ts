import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** Everything that `/metrics` shows, in Prometheus's text format; names start with `graft_`. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: 'graft_graphql_operations_total',
      help: 'GraphQL operations by kind, first field and outcome.',
      labelNames: ['kind', 'field', 'outcome'] as const,
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'graft_graphql_seconds',
      help: 'Time from an operation to its answer.',
      labelNames: ['kind', 'field'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    rejected: new Counter({
      name: 'graft_requests_rejected_total',
      help: 'Requests refused before they reached GraphQL.',
      labelNames: ['reason'] as const,
      registers,
    }),
    queueDepth: new Gauge({ name: 'graft_queue_depth', help: 'Jobs that wait for a worker.', registers }),
    jobsRunning: new Gauge({
      name: 'graft_jobs_running',
      help: 'Jobs that this process works on.',
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'graft_job_seconds',
      help: 'Duration of jobs by kind and final state.',
      labelNames: ['kind', 'state'] as const,
      buckets: [1, 5, 15, 60, 300, 900, 3600, 14400],
      registers,
    }),
    picturesPredicted: new Counter({
      name: 'graft_pictures_predicted_total',
      help: 'Pictures that models answered on; its rate is pictures per second.',
      registers,
    }),
    pictureSeconds: new Histogram({
      name: 'graft_batch_seconds',
      help: 'Time that a batch of pictures took in the network, decoding included.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    modelCache: new Counter({
      name: 'graft_model_cache_total',
      help: 'Models asked for, by whether they were loaded already.',
      labelNames: ['result'] as const,
      registers,
    }),
    modelsLoaded: new Gauge({ name: 'graft_models_loaded', help: 'Models in memory.', registers }),
    modelBytes: new Gauge({
      name: 'graft_model_bytes',
      help: 'Memory of the loaded models, roughly.',
      registers,
    }),
  };
}
