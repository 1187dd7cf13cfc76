import type { App } from '../app.js';
import type { Deadline } from '../deadline.js';
import { ModelNotReadyError } from '../models/model-not-ready.js';
import type { ModelPlace } from '../models/model-place.js';
import type { Prediction } from '../models/model-store.js';
import { RequestError } from '../request-error.js';
import { readPicture, requireAllowed } from './read-picture.js';
import type { PredictionRequest } from './request.js';

export type Answer = Prediction;

const DEFAULT_TOP_K = 5;

/**
 * Answers one picture.
 *
 * @throws RequestError 429 `TOO_MANY_PENDING`, 503 `TIME_SHORT`, what `placeOf` and `readPicture` throw; ModelNotReadyError;
 * ImageError.
 */
export async function answer(app: App, request: PredictionRequest, deadline: Deadline): Promise<Answer> {
  const place = placeOf(app, request.model);
  if ('bucket' in request.picture && !request.announcedByS3) requireAllowed(app, request.picture);
  if (app.pending >= app.config.maxPending) throw tooMany(app);
  app.pending++;
  const work = answerNow(app, request, place, deadline).finally(() => {
    app.pending--;
  });
  return deadline.hold(work);
}

/**
 * @param name undefined for the function's own model.
 * @throws RequestError 403 `MODEL_NOT_ALLOWED`, 400 `MODEL_REQUIRED`.
 */
export function placeOf({ config }: App, name: string | undefined): ModelPlace {
  if (name === undefined) {
    if (config.model) return config.model;
    throw new RequestError(
      400,
      'MODEL_REQUIRED',
      'The request names no model, and this function has none of its own.',
    );
  }
  for (const model of config.models) {
    const place = model.placeOf(name);
    if (place) return place;
  }
  throw new RequestError(
    403,
    'MODEL_NOT_ALLOWED',
    `This function does not answer with the model ${JSON.stringify(name)}. Its operator lists models in GRAFT_MODELS.`,
  );
}

async function answerNow(
  app: App,
  { picture, topK = DEFAULT_TOP_K, views = 1, model }: PredictionRequest,
  place: ModelPlace,
  deadline: Deadline,
): Promise<Answer> {
  const bytes = await readPicture(app, picture, deadline);
  try {
    const answer = await app.telemetry.timed('PredictionTime', () =>
      app.models.predict(place, bytes, { topK, views }),
    );
    app.telemetry.count('Predictions');
    return answer;
  } catch (error) {
    throw model !== undefined && isMissing(error) ? notFound(model, error) : error;
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof ModelNotReadyError && ['BUNDLE_NOT_FOUND', 'STORAGE_NOT_FOUND'].includes(error.code)
  );
}

function notFound(name: string, cause: unknown): RequestError {
  return new RequestError(404, 'MODEL_NOT_FOUND', `There is no model ${JSON.stringify(name)}.`, { cause });
}

function tooMany({ config }: App): RequestError {
  return new RequestError(
    429,
    'TOO_MANY_PENDING',
    `${config.maxPending} pictures are being answered already. Try again in a moment.`,
  );
}
