import type { Tracer } from '@aws-lambda-powertools/tracer';

/** Runs work as a part of the call's trace. */
export type Traced = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** For functions without traces: X-Ray's library is a tenth of a cold start. */
export const untraced: Traced = (_name, work) => work();

/** X-Ray subsegments through Powertools, which is loaded by the first call that is traced. */
export function xrayTraced(): Traced {
  let loading: Promise<Tracer> | undefined;
  return async (name, work) => {
    // Not before the first call: X-Ray has no trace of a start that a function could add to.
    if (!process.env._X_AMZN_TRACE_ID) return work();
    loading ??= import('@aws-lambda-powertools/tracer').then((library) => new library.Tracer());
    const tracer = await loading;
    const parent = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
    const segment = parent?.addNewSubsegment(name);
    if (!parent || !segment) return work();
    tracer.setSegment(segment);
    try {
      return await work();
    } catch (error) {
      tracer.addErrorAsMetadata(error as Error);
      throw error;
    } finally {
      segment.close();
      tracer.setSegment(parent);
    }
  };
}
