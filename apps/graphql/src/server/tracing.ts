import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Config } from '../config.js';

/** Does nothing, at no cost, until `startTracing` has found a collector to send to. */
const tracer = trace.getTracer('graft');

/** Sends traces to the OpenTelemetry collector of `OTEL_EXPORTER_OTLP_ENDPOINT`, if there is one. @returns stops it. */
export async function startTracing({
  otlpEndpoint,
}: Pick<Config, 'otlpEndpoint'>): Promise<() => Promise<void>> {
  if (!otlpEndpoint) return async () => {};
  const [{ NodeSDK }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const sdk = new NodeSDK({ serviceName: 'graft', traceExporter: new OTLPTraceExporter() });
  sdk.start();
  return () => sdk.shutdown();
}

type Attributes = Readonly<Record<string, string | number>>;

/** Work that begins and ends in different callbacks. @returns ends it. */
export function startSpan(name: string, attributes: Attributes): (error?: Error) => void {
  const span = tracer.startSpan(name, { attributes });
  return (error) => endSpan(span, error);
}

/** One span around some work, and the parent of those started within. */
export async function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      const result = await work();
      endSpan(span);
      return result;
    } catch (error) {
      endSpan(span, error);
      throw error;
    }
  });
}

function endSpan(span: Span, error?: unknown): void {
  if (error) span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
  span.end();
}
