/** CloudWatch's namespace for what the function and the service measure themselves. */
export const METRICS_NAMESPACE = 'Graft';
