/** Who has to act: `input` means the caller's data or options, `failure` means the machine, the disk or Graft itself. */
export type ErrorKind = 'input' | 'failure';

export interface GraftErrorOptions {
  /** What went wrong underneath. */
  cause?: unknown;
  /** Facts a program can branch on: the file, tensor, layer or field concerned. */
  details?: Readonly<Record<string, unknown>>;
}

/**
 * Base of every error that Graft throws on purpose. `code` is stable across versions (`DATASET_EMPTY_CLASS`,
 * `WEIGHTS_SHAPE_MISMATCH`…); the message says what was expected, what was received and what to do next.
 */
export abstract class GraftError extends Error {
  abstract readonly kind: ErrorKind;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, { cause, details = {} }: GraftErrorOptions = {}) {
    super(message, { cause });
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}

/** A dataset folder, manifest or split cannot be used. Codes start with `DATASET_`. */
export class DatasetError extends GraftError {
  readonly kind = 'input';
}

/** One picture cannot be decoded. Codes start with `IMAGE_`. */
export class ImageError extends GraftError {
  readonly kind = 'input';
}

/** A backbone is unknown or asked for something it cannot do. Codes start with `BACKBONE_`. */
export class BackboneError extends GraftError {
  readonly kind = 'input';
}

/** A weights file is missing, damaged or does not fit the network. Codes start with `WEIGHTS_`. */
export class WeightsError extends GraftError {
  readonly kind = 'input';
}

/** A network cannot be cut or read. Codes start with `NETWORK_`. */
export class NetworkError extends GraftError {
  readonly kind = 'input';
}

/** An option has a value outside its range; `details.field` names it. Codes start with `OPTION_`. */
export class OptionError extends GraftError {
  readonly kind = 'input';
}

/** A saved model is missing, incomplete or changed. Codes start with `BUNDLE_`. */
export class BundleError extends GraftError {
  readonly kind = 'input';
}

/** The numerical engine is missing or cannot do what was asked. Codes start with `ENGINE_`. */
export class EngineError extends GraftError {
  readonly kind = 'failure';
}

/** Training went wrong: a frozen weight moved, the loss is not a number. Codes start with `TRAINING_`. */
export class TrainingError extends GraftError {
  readonly kind = 'failure';
}

/** Reading from or writing to storage failed. Codes start with `STORAGE_`. */
export class StorageError extends GraftError {
  readonly kind = 'failure';
}

/** The caller's `AbortSignal` fired; a checkpoint was kept where one was asked for. Code `ABORTED`. */
export class AbortedError extends GraftError {
  readonly kind = 'failure';
}

/** An error that another process threw, with that error's name, code and kind. */
export class ErrorFromChild extends GraftError {
  readonly kind: ErrorKind;

  constructor(
    {
      name,
      code,
      kind,
      details,
      stack,
    }: { name: string; code: string; kind: ErrorKind; details: Record<string, unknown>; stack?: string },
    message: string,
  ) {
    super(code, message, { details });
    this.kind = kind;
    this.name = name;
    if (stack) this.stack = stack;
  }
}
