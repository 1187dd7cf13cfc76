import { GraftError } from '@graft/core/predict';

/** The model that shall answer cannot be loaded now. Has the code of what went wrong underneath. */
export class ModelNotReadyError extends GraftError {
  readonly kind = 'failure';

  constructor(cause: unknown) {
    const code = cause instanceof GraftError ? cause.code : 'MODEL_NOT_READY';
    super(code, 'The model cannot be loaded now. Try again in a moment.', { cause });
  }
}
