import * as tf from '@tensorflow/tfjs';
import { TrainingError } from '../errors.js';
import type { Ref } from './graph.js';
import { openSession } from './session.js';
import { buildStepGraph, type StepGraphOptions } from './step-graph.js';
import type { CompiledStep, NotCompiled, StepBatch, StepOutcome } from './types.js';
import { fetchValues, readValues } from './variables.js';

/**
 * Makes one TensorFlow graph of everything that `trainingStep` does, starting from the models' present weights. The
 * arithmetic is the same up to rounding; dropout masks come from TensorFlow's generator, so they are others than the
 * plain step's. The same seeds give the same bits.
 *
 * @returns what could not be compiled, when a layer has no rule or the engine is not the native one.
 */
export async function compileTrainingStep(options: StepGraphOptions): Promise<CompiledStep | NotCompiled> {
  if (tf.getBackend() !== 'tensorflow') return { notCompiled: `engine "${tf.getBackend()}" runs no graphs` };
  const built = buildStepGraph(options);
  if ('notCompiled' in built) return built;
  const { bound, rule, state, inputs, fetches } = built;
  const { averaging } = options;
  const session = await openSession(built.nodes);
  const variables = bound.map(({ variable }) => variable);
  const averages = bound.map(({ variable, average }) => average ?? variable);
  let held = 0;

  const compiled: CompiledStep = {
    step(batch, { step, learningRate, dropoutSeed, hold = false }) {
      const outcome = run(batch, hold ? fetches.hold! : fetches.step, () => [
        [inputs.rate, tf.scalar(rule.rate(step, learningRate))],
        [inputs.decay, tf.scalar(rule.decay(learningRate))],
        [inputs.seed, tf.scalar(dropoutSeed, 'int32')],
        // The first average is the weights after the first update, as in Keras.
        [inputs.momentum, tf.scalar(step === 1 ? 0 : (averaging ?? 0))],
        [inputs.share, tf.scalar(1 / (held + 1))],
        ...mixedFeeds(batch),
      ]);
      held = hold ? held + 1 : 0;
      if (Number.isFinite(outcome.loss)) return outcome;
      throw new TrainingError(
        'TRAINING_DIVERGED',
        `The loss became ${outcome.loss} at step ${step} with learning rate ${learningRate}. Use a lower learning rate.`,
        { details: { step, learningRate } },
      );
    },
    evaluate: (batch) => run(batch, fetches.evaluate),
    readBack: () => ({
      weights: readValues(session, variables),
      slots: Object.fromEntries(
        Object.entries(rule.slots).map(([name, slot]) => [name, readValues(session, slot)]),
      ),
      ...(averaging !== undefined && { averages: readValues(session, averages) }),
    }),
    readWeights: () => readValues(session, averages),
    write(weights, slots = {}, averaged = weights) {
      const slotValues = Object.entries(rule.slots).map(
        ([name, slot]): readonly (Float32Array | undefined)[] => slots[name] ?? slot.map(() => undefined),
      );
      held = 0;
      assign([...weights, ...averaged.filter((_, i) => bound[i]!.average), ...slotValues.flat()]);
    },
    updateModels: () =>
      tf.tidy(() => {
        for (const [i, value] of fetchValues(session, variables).entries()) {
          bound[i]!.weight.variable.assign(value);
        }
      }),
    dispose: () => session.dispose(),
  };
  const start = bound.map(({ weight }) => weight.variable);
  assign([...start, ...start.filter((_, i) => bound[i]!.average)]);
  return compiled;

  function run(
    { features, shape, labels, targets }: StepBatch,
    outcome: Ref,
    more: () => readonly (readonly [Ref, tf.Tensor])[] = () => [],
  ): StepOutcome {
    return tf.tidy(() => {
      const feeds = new Map<Ref, tf.Tensor>([
        [inputs.features, tf.tensor(features, shape as number[])],
        [inputs.labels, tf.tensor1d(labels, 'int32')],
        ...(inputs.targets
          ? [[inputs.targets, tf.tensor2d(targets!, [shape[0]!, targets!.length / shape[0]!])] as const]
          : []),
        ...more(),
      ]);
      const [loss, correct] = session.run(feeds, [outcome])[0]!.dataSync();
      return { loss: loss!, correct: correct! };
    });
  }

  /** A batch without mixed rows counts in full for its own labels. */
  function mixedFeeds({ labels, mixed }: StepBatch): (readonly [Ref, tf.Tensor])[] {
    if (!inputs.mixed) return [];
    return [
      [inputs.mixed.labels, tf.tensor1d(mixed?.labels ?? labels, 'int32')],
      [inputs.mixed.shares, mixed ? tf.tensor1d(mixed.shares) : tf.ones([labels.length])],
    ];
  }

  /** Values in the order of `state`; zero where there is none. */
  function assign(values: readonly (tf.Tensor | Float32Array | undefined)[]): void {
    tf.tidy(() => {
      const feeds = state.map(({ next, shape }, i) => {
        const value = values[i] ?? tf.zeros(shape as number[]);
        return [next, value instanceof tf.Tensor ? value : tf.tensor(value, shape as number[])] as const;
      });
      session.run(new Map(feeds), [fetches.write]);
    });
  }
}
