import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ask, follow } from './client.mjs';

/**
 * From an empty service to a prediction, in plain GraphQL. Says every step with its time.
 *
 * @param {string} url @param {string} data
 */
export async function tellStory(url, data) {
  const startedMs = performance.now();
  const step = (/** @type {string} */ text) =>
    console.log(`${((performance.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  const run = `demo ${Date.now().toString(36)}`;

  const { createDataset } = await ask(url, CREATE_DATASET, {
    input: { name: run, source: { folder: data } },
  });
  await watch(url, createDataset.job.id, step);
  const { dataset } = await ask(url, DATASET, { id: createDataset.dataset.id });
  const classes = dataset.classes.map((/** @type {any} */ { label, pictures }) => `${pictures} ${label}`);
  step(`Dataset "${dataset.name}": ${classes.join(', ')}`);

  const request = { input: { dataset: dataset.id, name: run.replace(' ', '-'), idempotencyKey: run } };
  const { compare } = await ask(url, COMPARE, request);
  const again = await ask(url, COMPARE, request);
  if (again.compare.job.id !== compare.job.id) throw new Error('The same request was queued twice.');
  step('Training with both strategies');
  await watch(url, compare.job.id, step);

  const { job } = await ask(url, JOB, { id: compare.job.id });
  for (const { model } of job.children) {
    const { accuracy, accuracyLow, accuracyHigh, count } = model.metrics;
    step(
      `${model.ref} by ${model.strategy}: ${percent(accuracy)} of ${count} (95% interval ${percent(accuracyLow)} to ${percent(accuracyHigh)})`,
    );
  }
  step(job.recommendation.reason);
  const { promoteModel } = await ask(url, PROMOTE, {
    input: { model: job.recommendation.model.ref, alias: 'prod' },
  });
  const [alias] = promoteModel.model.aliases;
  step(`${promoteModel.model.ref} is now ${alias}`);

  const { label, file } = onePicture(data);
  const { predict } = await ask(url, PREDICT, {
    input: { model: alias, images: [{ base64: readFileSync(file).toString('base64') }] },
  });
  const [prediction] = predict.predictions;
  step(
    `${basename(file)}: ${prediction.label} with ${percent(prediction.labels[0].probability)}, by ${predict.model.ref} in ${Math.round(predict.timings.predictingMs)} ms`,
  );
  if (prediction.label !== label)
    throw new Error(`${file} shows ${label}, the model says ${prediction.label}.`);
  step('Done: the label is right.');
}

/**
 * Follows a job to its end. Taken up again where it broke off, a subscription misses nothing.
 *
 * @param {string} url @param {string} id @param {(text: string) => void} step
 */
async function watch(url, id, step) {
  let after;
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      for await (const { trainingProgress: event } of follow(url, PROGRESS, { id, after })) {
        after = event.cursor;
        if (event.message) step(`  ${event.message}`);
        // All fifty of a head would push everything else off the screen.
        if (event.epoch && (event.epoch.epoch === 1 || event.epoch.epoch % 5 === 0)) {
          const { phase, epoch, validationAccuracy, validationLoss } = event.epoch;
          step(
            `  ${phase.toLowerCase()} epoch ${epoch}: validation accuracy ${percent(validationAccuracy)}, loss ${validationLoss.toFixed(4)}`,
          );
        }
      }
      const { job } = await ask(url, JOB, { id });
      if (job.state === 'SUCCEEDED') return;
      if (job.state === 'FAILED' || job.state === 'CANCELED') {
        throw new Error(`The job ended as ${job.state}: ${job.error?.message ?? ''}`);
      }
    } catch (error) {
      // A connection that broke, as when the server was restarted; anything else is the job's own.
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
  throw new Error('The service could not be reached any more.');
}

/** The first test picture of the last label. @param {string} folder */
function onePicture(folder) {
  const names = readdirSync(folder).sort();
  const root = names.includes('test') ? join(folder, 'test') : folder;
  const label = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .at(-1);
  if (!label) throw new Error(`${root} has no folder per label.`);
  const file = readdirSync(join(root, label))
    .sort()
    .find((name) => /\.(jpe?g|png|webp)$/i.test(name));
  return { label, file: join(root, label, /** @type {string} */ (file)) };
}

/** @param {number} fraction */
const percent = (fraction) => `${(fraction * 100).toFixed(1)}%`;

const CREATE_DATASET = `mutation ($input: CreateDatasetInput!) {
  createDataset(input: $input) { dataset { id } job { id } userErrors { message } }
}`;
const DATASET = 'query ($id: ID!) { dataset(id: $id) { id name classes { label pictures } } }';
const COMPARE = `mutation ($input: CompareInput!) {
  compare(input: $input) { job { id } userErrors { field message } }
}`;
const JOB = `query ($id: ID!) {
  job(id: $id) {
    state
    error { message }
    children { model { ref strategy metrics { accuracy accuracyLow accuracyHigh count } } }
    recommendation { reason model { ref } }
  }
}`;
const PROGRESS = `subscription ($id: ID!, $after: String) {
  trainingProgress(job: $id, after: $after) {
    cursor
    ... on JobStageBegan { message }
    ... on JobEpochEnded { epoch { phase epoch validationAccuracy validationLoss } }
  }
}`;
const PROMOTE = `mutation ($input: PromoteModelInput!) {
  promoteModel(input: $input) { model { ref aliases } userErrors { message } }
}`;
const PREDICT = `mutation ($input: PredictInput!) {
  predict(input: $input) {
    model { ref }
    predictions { label labels { probability } error { message } }
    timings { predictingMs }
    userErrors { message }
  }
}`;
