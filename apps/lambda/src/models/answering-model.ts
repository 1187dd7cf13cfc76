import {
  BundleError,
  type LabelProbability,
  type LoadModelOptions,
  loadModel,
  loadTargetModel,
  type Model,
  type RegressionAnswer,
  type TargetModel,
} from '@graft/core/predict';
import type { Storage } from '@graft/core/storage';

/** What a model says of a picture; `predictions` is the answer itself, whatever the task. */
export type PictureAnswer =
  | {
      readonly task: 'single-label';
      /** Most probable first, at most `topK`. */
      readonly predictions: readonly LabelProbability[];
    }
  | {
      readonly task: 'multi-label';
      /** Every label at or above its threshold, most probable first. */
      readonly predictions: readonly LabelProbability[];
      /** Labels whether said or not, most probable first, at most `topK`. */
      readonly mostProbable: readonly LabelProbability[];
    }
  | { readonly task: 'regression'; readonly predictions: RegressionAnswer['values'] };

export interface AnswerOptions {
  /** Labels per answer, most probable first. */
  readonly topK: number;
  /** Of test-time augmentation, as core's; 1: none. */
  readonly views: number;
}

/** A model of any task, seen from what it is asked. */
export interface AnsweringModel {
  readonly task: PictureAnswer['task'];
  /** Labels, or names of the numbers. */
  readonly labels: readonly string[];
  /** From `model.json`. */
  readonly id: string;
  readonly bytes: number;
  answer(picture: Uint8Array, options: AnswerOptions): Promise<PictureAnswer>;
  dispose(): void;
}

/** @throws whatever `loadModel` throws. */
export async function loadAnsweringModel(
  storage: Storage,
  prefix: string,
  options: LoadModelOptions,
): Promise<AnsweringModel> {
  try {
    return answeringLabel(await loadModel(storage, prefix, options));
  } catch (error) {
    // Said once `model.json` is read and before anything else is: the other kinds cost one small read more.
    if (!(error instanceof BundleError && error.code === 'BUNDLE_TASK')) throw error;
    return answeringTargets(await loadTargetModel(storage, prefix, options));
  }
}

function answeringLabel(model: Model): AnsweringModel {
  return {
    ...facts(model),
    task: 'single-label',
    async answer(picture, options) {
      const [predictions] = await model.predict([picture], options);
      return { task: 'single-label', predictions: predictions! };
    },
  };
}

function answeringTargets(model: TargetModel): AnsweringModel {
  return {
    ...facts(model),
    task: model.task,
    async answer(picture, { topK, views }) {
      const [answer] = await model.predict([picture], { views });
      if ('values' in answer!) return { task: 'regression', predictions: answer.values };
      const { labels, all } = answer!;
      return { task: 'multi-label', predictions: labels, mostProbable: all.slice(0, topK) };
    },
  };
}

function facts(model: Model | TargetModel) {
  const { labels, bytes, manifest } = model;
  return { labels, bytes, id: manifest.id, dispose: () => model.dispose() };
}
