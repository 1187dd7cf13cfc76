import { GraftError, type GraftErrorOptions } from '@graft/core/predict';

/** A request that cannot be answered as it is, or not now. */
export class RequestError extends GraftError {
  readonly kind = 'input';

  /** @param status of HTTP. */
  constructor(
    readonly status: number,
    code: string,
    message: string,
    options?: GraftErrorOptions,
  ) {
    super(code, message, options);
  }
}
