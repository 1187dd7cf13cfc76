import { GraftError } from '@graft/core/predict';

/** A picture's address that is not fetched, or does not give one. Codes start with `URL_`. */
export class ImageUrlError extends GraftError {
  readonly kind = 'input';
}
