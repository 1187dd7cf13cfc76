import { STATUS_CODES } from 'node:http';
import { GraftError, ImageError } from '@graft/core/predict';
import { ModelNotReadyError } from './models/model-not-ready.js';
import { RequestError } from './request-error.js';

/** RFC 9457, with the error's stable code. */
export interface Problem {
  /** `urn:graft:problem:` and the code. */
  readonly type: string;
  /** The status in words. */
  readonly title: string;
  readonly status: number;
  /** For people: what was expected, what came, what to do. */
  readonly detail: string;
  readonly code: string;
  /** Finds the call in the function's logs. */
  readonly requestId: string;
}

/** What a caller may know of an error: all of what they can mend, nothing of what they cannot. */
export function problemOf(error: unknown, requestId: string): Problem {
  const { status, code, detail } = outward(error, requestId);
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: `urn:graft:problem:${code}`, title, status, detail, code, requestId };
}

/** Whether the same request may succeed when it is sent again. */
export function mayPass({ status }: Problem): boolean {
  return status === 429 || status >= 500;
}

function outward(error: unknown, requestId: string): { status: number; code: string; detail: string } {
  if (error instanceof RequestError) return { status: error.status, code: error.code, detail: error.message };
  if (error instanceof ModelNotReadyError) return { status: 503, code: error.code, detail: error.message };
  if (error instanceof GraftError && error.kind === 'input') {
    return { status: statusOf(error), code: error.code, detail: error.message };
  }
  const detail = `Something went wrong in the function. Its log has more under request ${requestId}.`;
  return { status: 500, code: error instanceof GraftError ? error.code : 'INTERNAL', detail };
}

function statusOf(error: GraftError): number {
  if (['IMAGE_TOO_LARGE', 'URL_TOO_LARGE'].includes(error.code)) return 413;
  if (error instanceof ImageError) return 422;
  if (['URL_TIMEOUT', 'URL_UNREACHABLE', 'URL_NO_PICTURE'].includes(error.code)) return 422;
  return 400;
}
