import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { ask } from './ask.js';
import { drawPictures } from './draw-pictures.js';

const PATIENCE_MS = 180_000;

/**
 * Two versions of the model `sky`, by way of the service: moons and suns of the drawn pictures below `folder`, which the
 * service must be allowed to read.
 */
export async function trainTwoModels(url: string, folder: string): Promise<void> {
  await drawPictures(join(folder, 'sky'), 12);
  const { createDataset } = await ask<{ createDataset: { dataset: { id: string } } }>(
    url,
    'mutation ($folder: String!) { createDataset(input: { name: "sky", source: { folder: $folder } }) { dataset { id } } }',
    { folder: join(folder, 'sky') },
  );
  await settled(url);
  await ask(
    url,
    'mutation ($id: ID!) { a: train(input: { dataset: $id }) { job { id } } b: train(input: { dataset: $id, epochs: 1, learningRate: 0.0001, seed: 1 }) { job { id } } }',
    { id: createDataset.dataset.id },
  );
  await settled(url);
}

/** Until nothing is under way any more, and nothing has failed. */
async function settled(url: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { jobs } = await ask<{ jobs: { edges: { node: { state: string } }[] } }>(
        url,
        '{ jobs(first: 10) { edges { node { state } } } }',
      );
      expect(new Set(jobs.edges.map(({ node }) => node.state))).toEqual(new Set(['SUCCEEDED']));
    },
    { timeout: PATIENCE_MS, interval: 500 },
  );
}
