import { BackboneError } from '../errors.js';
import type { Backbone, BackboneOptions } from './types.js';

/** Far beyond what anybody trains on; without a limit a typing mistake takes all memory. */
const MAX_INPUT_SIZE = 4096;
/** Below 1/32 MobileNet's first layer would have no channel; at 8 MobileNetV2 has about 130 million weights. */
const ALPHA_RANGE = [1 / 32, 8] as const;

/**
 * Fills in the defaults and checks what was asked for.
 *
 * @throws BackboneError `BACKBONE_INPUT_SIZE` or `BACKBONE_ALPHA`; `details.field` names the option.
 */
export function resolveBackboneOptions(
  backbone: Backbone,
  { inputSize = backbone.defaultInputSize, alpha = 1 }: BackboneOptions = {},
): Required<BackboneOptions> {
  const { minInputSize, title, alphas } = backbone;
  if (!Number.isInteger(inputSize) || inputSize < minInputSize || inputSize > MAX_INPUT_SIZE) {
    throw new BackboneError(
      'BACKBONE_INPUT_SIZE',
      `${title} takes square pictures with a side of ${minInputSize} to ${MAX_INPUT_SIZE} pixels (default ${backbone.defaultInputSize}); received inputSize ${inputSize}.`,
      { details: { field: 'inputSize', received: inputSize, min: minInputSize, max: MAX_INPUT_SIZE } },
    );
  }
  if (!isAlpha(alpha, alphas)) {
    throw new BackboneError(
      'BACKBONE_ALPHA',
      `${title} ${describeAlphas(alphas)}; received alpha ${alpha}.`,
      {
        details: { field: 'alpha', received: alpha, allowed: alphas ?? [1] },
      },
    );
  }
  return { inputSize, alpha };
}

function isAlpha(alpha: number, alphas: Backbone['alphas'] = [1]): boolean {
  return alphas === 'any' ? alpha >= ALPHA_RANGE[0] && alpha <= ALPHA_RANGE[1] : alphas.includes(alpha);
}

function describeAlphas(alphas: Backbone['alphas']): string {
  if (alphas === 'any') return `takes an alpha from ${ALPHA_RANGE[0]} to ${ALPHA_RANGE[1]} (default 1)`;
  return alphas ? `takes one of the alphas ${alphas.join(', ')}` : 'comes in one width only: leave alpha out';
}
