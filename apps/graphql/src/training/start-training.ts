import {
  checkRecipe,
  checkTargetRecipe,
  featureExtraction,
  fineTuning,
  type TrainingRecipe,
} from '@graft/core';
import type { App, Principal } from '../app.js';
import { findDataset } from '../datasets/find-datasets.js';
import { freezeVersion } from '../datasets/freeze-version.js';
import { NotFoundError } from '../errors.js';
import { resolveGlobalId } from '../global-id.js';
import { createJob, findEarlierJob } from '../jobs/create-job.js';
import type { JobRow } from '../jobs/job-handler.js';
import { checkModelName } from '../models/model-name.js';
import { checkDataset } from './check-dataset.js';
import type { TrainingInput } from './training-input.js';

export interface TrainingRequest {
  /** A global id or a UUID. */
  readonly dataset: string;
  /** Of the model; default: the dataset's. */
  readonly name?: string | null;
  readonly recipe: TrainingRecipe;
  readonly cacheFeatures: boolean;
  readonly fractions: TrainingInput['fractions'];
  readonly idempotencyKey?: string | null;
}

/**
 * Checks everything that can be known now, writes down what the dataset is, and queues the training.
 *
 * @throws GraftError of kind `input` whose `details.field` names what cannot be carried out.
 */
export function startTraining(app: App, principal: Principal, request: TrainingRequest): Promise<JobRow> {
  return start(app, principal, request, 'TRAINING', [request.recipe]);
}

/** Queues both strategies on one split: a job of kind COMPARISON with two trainings. Throws as `startTraining` does. */
export function startComparison(
  app: App,
  principal: Principal,
  { fineTuning: tuning, ...request }: TrainingRequest & { fineTuning: Parameters<typeof fineTuning>[0] },
): Promise<JobRow> {
  // Rates of backbone layers are for the one that trains some.
  const { lowestRate: _, ...frozen } = request.recipe;
  const recipes = [
    { ...frozen, strategy: featureExtraction() },
    { ...request.recipe, strategy: fineTuning(tuning) },
  ];
  return start(app, principal, request, 'COMPARISON', recipes);
}

async function start(
  app: App,
  principal: Principal,
  { dataset, name: asked, cacheFeatures, fractions, idempotencyKey }: TrainingRequest,
  kind: 'TRAINING' | 'COMPARISON',
  recipes: readonly TrainingRecipe[],
): Promise<JobRow> {
  const datasetId = resolveGlobalId('Dataset', dataset);
  const call = { kind, request: { datasetId, asked, cacheFeatures, fractions, recipes }, idempotencyKey };
  const earlier = await findEarlierJob(app, principal, call);
  if (earlier) return earlier;

  for (const recipe of recipes) checkRecipe(recipe);
  const row = datasetId && (await findDataset(app, datasetId));
  if (!row) throw noDataset(dataset);
  const name = asked ?? modelName(row.name);
  checkModelName(name);
  const task = row.task === 'single-label' ? undefined : row.task;
  for (const recipe of recipes) {
    if (task) checkTargetRecipe(recipe, task);
    await checkDataset(app, row, recipe, fractions);
  }
  const { hash } = await freezeVersion(app, row.id);

  const on = { datasetId: row.id, datasetVersion: hash };
  const trainings = recipes.map((recipe) => ({
    ...on,
    kind: 'TRAINING' as const,
    input: { name, recipe, task, cacheFeatures, fractions } satisfies TrainingInput,
  }));
  if (kind === 'TRAINING') return createJob(app, principal, { ...call, ...trainings[0]! });
  return createJob(app, principal, { ...call, ...on, input: { name, fractions }, children: trainings });
}

/** What a model is called where nobody says: `Cats & dogs` gives `Cats-dogs`. */
export function modelName(dataset: string): string {
  const plain = dataset
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '');
  return plain.slice(0, 100) || 'model';
}

function noDataset(id: string): NotFoundError {
  return new NotFoundError(
    'NOT_FOUND',
    `There is no dataset ${JSON.stringify(id)}. The query \`datasets\` lists them.`,
    { details: { field: 'dataset' } },
  );
}
