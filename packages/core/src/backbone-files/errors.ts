import { BackboneError } from '../errors.js';

export function refused(path: string, why: string, cause?: unknown): BackboneError {
  return new BackboneError('BACKBONE_FILE', `${path} cannot be used as a backbone: ${why}.`, {
    cause,
    details: { field: 'backbone', path },
  });
}
