import type { PrefixPool } from '@graft/core/predict';
import type { Storage } from '@graft/core/storage';
import {
  type AnsweringModel,
  type AnswerOptions,
  loadAnsweringModel,
  type PictureAnswer,
} from './answering-model.js';
import type { FileCache } from './file-cache.js';
import { modelFiles } from './model-files.js';
import type { ModelPlace } from './model-place.js';
import { readAlias } from './read-alias.js';

/** Which model answered. */
export interface ModelVersion {
  /** `pets:3`; null where the model's place does not say. */
  readonly version: string | null;
  /** The model's own, from `model.json`. */
  readonly id: string;
  /** `pets@prod`; null where it was not followed. */
  readonly alias: string | null;
}

/** Which bundle a place means now. */
export interface ResolvedModel {
  readonly prefix: string;
  readonly version: string | null;
  readonly alias: string | null;
}

/** A model in memory; leaves it when it has been let go and nobody uses it any more. */
export interface LoadedModel extends Pick<AnsweringModel, 'task' | 'labels'> {
  readonly version: ModelVersion;
  readonly prefix: string;
  /** Its own networks, without the frozen part that it shares. */
  readonly bytes: number;
  answer(picture: Uint8Array, options: AnswerOptions): Promise<PictureAnswer>;
  /** As `answer`, on a picture of its own: shows that the model can answer. */
  tryOut(): Promise<void>;
  letGo(): void;
}

/** 1 x 1 pixel, grey, as PNG. */
const ANY_PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

export async function resolveModel(storage: Storage, { target }: ModelPlace): Promise<ResolvedModel> {
  if ('alias' in target) {
    const { model, version, prefix } = await readAlias(storage, target.name, target.alias);
    return { prefix, version: `${model}:${version}`, alias: `${target.name}@${target.alias}` };
  }
  const [, name, version] = /(?:^|\/)models\/([^/]+)\/(\d+)$/.exec(target.prefix) ?? [];
  return { prefix: target.prefix, version: name ? `${name}:${version}` : null, alias: null };
}

/** @throws whatever `loadModel` throws. */
export async function openModel(
  storage: Storage,
  { prefix, version, alias }: ResolvedModel,
  { prefixes, cache }: { prefixes: PrefixPool; cache: FileCache },
): Promise<LoadedModel> {
  const files = modelFiles(storage, prefix, cache);
  const model = await loadAnsweringModel(files.storage, prefix, { prefixes });
  // The first answer does not wait for it.
  void files.keep();
  let users = 0;
  let unwanted = false;
  const disposeIfDone = () => {
    if (unwanted && users === 0) model.dispose();
  };
  const answer = async (picture: Uint8Array, options: AnswerOptions) => {
    users++;
    try {
      return await model.answer(picture, options);
    } finally {
      users--;
      disposeIfDone();
    }
  };
  return {
    task: model.task,
    labels: model.labels,
    version: { version, id: model.id, alias },
    prefix,
    bytes: model.bytes,
    answer,
    async tryOut() {
      requireSense(await answer(ANY_PICTURE, { topK: model.labels.length, views: 1 }), model.id);
    },
    letGo() {
      unwanted = true;
      // Not at once: whoever has just been given the model starts to use it in this turn of the event loop.
      setImmediate(disposeIfDone);
    },
  };
}

function requireSense(answer: PictureAnswer, id: string): void {
  if (makesSense(answer)) return;
  throw new Error(`Model ${id} answers ${JSON.stringify(answer)}, which cannot be.`);
}

function makesSense(answer: PictureAnswer): boolean {
  switch (answer.task) {
    case 'single-label': {
      const sum = answer.predictions.reduce((total, { probability }) => total + probability, 0);
      return Math.abs(sum - 1) < 1e-3;
    }
    case 'multi-label':
      return answer.mostProbable.every(({ probability }) => probability >= 0 && probability <= 1);
    case 'regression':
      return answer.predictions.every(({ value }) => Number.isFinite(value));
  }
}
