import {
  ImageError,
  type LoadModelOptions,
  loadModel,
  loadTargetModel,
  type Model,
  OptionError,
  type Storage,
  type TargetAnswer,
} from '@graft/core';
import { taskOf } from '../models/task.js';
import type { Answer, PictureAnswer, PredictionOptions, StoredModel } from './types.js';

/** A model of any task in memory, seen from what it is asked. */
export interface AnsweringModel {
  /** Undefined for a model of another task than one label a picture. */
  readonly classifier: Model | undefined;
  readonly bytes: number;
  /** @throws OptionError when the model cannot abstain. */
  answerEach(pictures: readonly Uint8Array[], options: PredictionOptions): Promise<PictureAnswer[]>;
  dispose(): void;
}

/** @throws BundleError as `loadModel` does. */
export function loadAnsweringModel(
  storage: Storage,
  { storage_prefix: prefix, manifest }: StoredModel,
  options: LoadModelOptions,
): Promise<AnsweringModel> {
  const load = taskOf(manifest) === 'single-label' ? loadClassifier : loadOther;
  return load(storage, prefix, options);
}

async function loadClassifier(...place: LoadArguments): Promise<AnsweringModel> {
  const model = await loadModel(...place);
  return {
    classifier: model,
    bytes: model.bytes,
    async answerEach(pictures, options) {
      const answers = await model.predictEach(pictures, { topK: model.labels.length, ...options });
      return answers.map((answer) =>
        answer instanceof ImageError ? answer : { task: 'single-label', labels: answer },
      );
    },
    dispose: () => model.dispose(),
  };
}

async function loadOther(...place: LoadArguments): Promise<AnsweringModel> {
  const model = await loadTargetModel(...place);
  return {
    classifier: undefined,
    bytes: model.bytes,
    async answerEach(pictures, { abstain, views }) {
      if (abstain) throw cannotAbstain();
      const answers = await model.predictEach(pictures, { views });
      return answers.map((answer) => (answer instanceof ImageError ? answer : withTask(answer)));
    },
    dispose: () => model.dispose(),
  };
}

type LoadArguments = [storage: Storage, prefix: string, options: LoadModelOptions];

function withTask(answer: TargetAnswer): Answer {
  return 'values' in answer ? { task: 'regression', ...answer } : { task: 'multi-label', ...answer };
}

function cannotAbstain(): OptionError {
  return new OptionError(
    'OPTION_INVALID',
    'abstain is true, but only a model that gives each picture one label can call it unknown. Leave it out.',
    { details: { field: 'abstain' } },
  );
}
