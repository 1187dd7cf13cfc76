import { GraftError } from '@graft/core';

/** Asks for something that does not exist, or that this caller may not see. Code `NOT_FOUND`. */
export class NotFoundError extends GraftError {
  readonly kind = 'input';
}

/** The request contradicts what is there: a name is taken, an alias points to it, another state is needed. Code `CONFLICT` and others. */
export class ConflictError extends GraftError {
  readonly kind = 'input';
}

/** Configuration of the service that cannot work; every bad variable is named. Codes start with `CONFIG_`. */
export class ConfigError extends GraftError {
  readonly kind = 'input';
}

/** A worker was given up and its job handed to another, or ended: what it has done no longer counts. Code `JOB_LOST`. */
export class JobLostError extends GraftError {
  readonly kind = 'failure';
}
