import * as tf from '@tensorflow/tfjs';
import type { OnProgress } from '../progress.js';
import { compileTrainingStep } from '../training-graph/compile-training-step.js';
import type {
  CompiledStep,
  LearningOptions,
  StepBatch,
  StepOutcome,
  StepSchedule,
  TrainingState,
} from '../training-graph/types.js';
import { createAccumulator } from './gradients.js';
import { createMovingAverage } from './moving-average.js';
import { createOptimizer } from './optimizers.js';
import type { TrainableNetwork } from './trainable-network.js';
import { evaluationStep, trainingStep } from './training-step.js';

/** Carries out updates on one network. What a loop needs, and all it needs. */
export interface Trainer {
  step(batch: StepBatch, schedule: StepSchedule): StepOutcome;
  evaluate(batch: StepBatch): StepOutcome;
  read(): Promise<TrainingState>;
  /** The weights as they are evaluated, the moving average where one is kept: a third of `read` under Adam. */
  readWeights(): Promise<readonly Float32Array[]>;
  /** Every slot has to be given where training goes on; to end with, weights alone will do. */
  write(state: TrainingState): void;
  /** Leaves the weights where they are and frees everything else. */
  dispose(): void;
}

/**
 * The whole update as one TensorFlow graph where every layer can be compiled, else layer by layer, said once when it is
 * slower for no other reason.
 */
export async function createTrainer(
  network: TrainableNetwork,
  options: LearningOptions,
  onProgress?: OnProgress,
): Promise<Trainer> {
  const { suffix, head } = network;
  const compiled = await compileTrainingStep({ suffix, head, ...options });
  if (!('notCompiled' in compiled)) return compiledTrainer(compiled);
  if (tf.getBackend() === 'tensorflow') {
    const message = `Training layer by layer, which is slower: ${compiled.notCompiled}.`;
    onProgress?.({ type: 'notice', level: 'info', message });
  }
  return layerByLayerTrainer(network, options);
}

function compiledTrainer(compiled: CompiledStep): Trainer {
  return {
    step: (batch, schedule) => compiled.step(batch, schedule),
    evaluate: (batch) => compiled.evaluate(batch),
    read: async () => compiled.readBack(),
    readWeights: async () => compiled.readWeights(),
    write: ({ weights, slots, averages }) => compiled.write(weights, slots, averages),
    dispose() {
      compiled.updateModels();
      compiled.dispose();
    },
  };
}

/** Runs each layer as operations of its own: works on every engine and with every layer. */
export function layerByLayerTrainer(network: TrainableNetwork, options: LearningOptions): Trainer {
  const variables = network.weights.map(({ variable }) => variable);
  const learning = network.weights.filter(({ trainable }) => trainable);
  const trained = learning.map(({ variable }) => variable);
  const optimizer = createOptimizer(
    options.optimizer,
    trained,
    learning.map(({ name }) => options.rateFactors?.get(name) ?? 1),
  );
  const accumulator = options.accumulates ? createAccumulator(trained) : undefined;
  const average =
    options.averaging === undefined ? undefined : createMovingAverage(trained, options.averaging);
  const readAverages = async () => {
    if (!average) return {};
    const values = new Map(trained.map((variable, i) => [variable, average.averages[i]!]));
    return { averages: await readVariables(variables.map((variable) => values.get(variable) ?? variable)) };
  };
  return {
    step(batch, schedule) {
      const outcome = trainingStep(network, optimizer, batch, { ...options, ...schedule, accumulator });
      if (!schedule.hold) average?.update(schedule.step);
      return outcome;
    },
    evaluate(batch) {
      const evaluate = () => evaluationStep(network, batch, options.targetLoss);
      return average ? average.during(evaluate) : evaluate();
    },
    async read() {
      const slots = await Promise.all(
        Object.entries(optimizer.slots).map(
          async ([name, slot]) => [name, await readVariables(slot)] as const,
        ),
      );
      return {
        weights: await readVariables(variables),
        slots: Object.fromEntries(slots),
        ...(await readAverages()),
      };
    },
    readWeights: async () => (await readAverages()).averages ?? readVariables(variables),
    write({ weights, slots, averages = weights }) {
      writeVariables(variables, weights);
      for (const [name, values] of Object.entries(slots)) writeVariables(optimizer.slots[name]!, values);
      if (!average) return;
      const learned = averages.filter((_, i) => network.weights[i]!.trainable);
      writeVariables(average.averages, learned);
    },
    dispose() {
      optimizer.dispose();
      accumulator?.dispose();
      average?.dispose();
    },
  };
}

function readVariables(variables: readonly tf.Variable[]): Promise<Float32Array[]> {
  return Promise.all(variables.map(async (variable) => ((await variable.data()) as Float32Array).slice()));
}

/** Puts values into variables of the same shapes. */
function writeVariables(variables: readonly tf.Variable[], values: readonly Float32Array[]): void {
  variables.forEach((variable, i) => {
    const value = tf.tensor(values[i]!, variable.shape);
    variable.assign(value);
    value.dispose();
  });
}
