import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freezeVersion } from '../datasets/freeze-version.js';
import { runImport } from '../datasets/testing-import.js';
import { fileRoutes } from '../files/file-routes.js';
import { resolveGlobalId } from '../global-id.js';
import { registerModel } from '../models/register-model.js';
import { type TestApp, testApp } from '../testing.js';
import { trainColours } from '../testing-model.js';

let service: TestApp;
let server: Server;
let dataset: string;

beforeAll(async () => {
  service = await testApp();
  const { app, folder } = service;
  const manifest = await trainColours(app, folder);
  const { createDataset } = await service.execute(
    `mutation ($folder: String!) {
      createDataset(input: { name: "colours", source: { folder: $folder } }) { dataset { id } job { id } }
    }`,
    { folder: join(folder, 'colours') },
  );
  await runImport(service, resolveGlobalId('Job', createDataset.job.id)!);
  dataset = createDataset.dataset.id;
  const datasetId = resolveGlobalId('Dataset', dataset)!;
  const { hash } = await freezeVersion(app, datasetId);
  const job = randomUUID();
  const values = { id: job, kind: 'TRAINING', input: '{}', principal: 'local', input_hash: '' } as const;
  await app.db.insertInto('jobs').values(values).execute();
  await app.db.updateTable('jobs').set({ state: 'SUCCEEDED' }).execute();
  await app.db.transaction().execute((transaction) =>
    registerModel(transaction, {
      name: 'colours',
      jobId: job,
      datasetId,
      datasetVersion: hash,
      storagePrefix: 'models/colours/1',
      manifest,
    }),
  );
  server = createServer(express().use('/files', fileRoutes(app))).listen(0, '127.0.0.1');
  await once(server, 'listening');
}, 120_000);
afterAll(async () => {
  server?.close();
  await service?.close();
});

async function readModel(fields: string) {
  return (await service.execute(`{ model(ref: "colours:1") { ${fields} } }`)).model;
}

/** The same file at the address where it is really served here. */
async function fetchFile(url: string) {
  const { port } = server.address() as { port: number };
  const { pathname, search } = new URL(url);
  return fetch(`http://127.0.0.1:${port}${pathname}${search}`);
}

const RESULT =
  'edges { cursor node { name actual predicted probability actualProbability heatMapUrl picture { thumbnailUrl today { id label } } neighbours { name label similarity picture { thumbnailUrl } } } }';

describe('a model that was trained', () => {
  test('tells its answer on every test picture, in agreement with its matrix', async () => {
    const { metrics, labels, testResults } = await readModel(
      `labels metrics { count confusion } testResults(first: 100) { ${RESULT} }`,
    );
    const results = testResults.edges.map(({ node }: { node: unknown }) => node);
    expect(results).toHaveLength(metrics.count);
    for (const [i, actual] of labels.entries()) {
      for (const [j, predicted] of labels.entries()) {
        const cell = await readModel(
          `testResults(first: 100, actual: ${JSON.stringify(actual)}, predicted: ${JSON.stringify(predicted)}) { edges { node { name } } }`,
        );
        expect(cell.testResults.edges).toHaveLength(metrics.confusion[i][j]);
      }
    }
    for (const { actual, predicted, probability, actualProbability, neighbours } of results) {
      if (actual === predicted) expect(actualProbability).toBe(probability);
      else expect(actualProbability).toBeLessThanOrEqual(probability);
      expect(neighbours).toHaveLength(5);
    }
  });

  test('gives its results in pages that join without gap or repetition', async () => {
    const whole = await readModel('testResults(first: 100) { edges { node { name } } }');
    const names: string[] = [];
    for (let after = 'null'; ; ) {
      const { testResults } = await readModel(
        `testResults(first: 1, after: ${after}) { edges { node { name } } pageInfo { hasNextPage endCursor } }`,
      );
      names.push(...testResults.edges.map(({ node }: { node: { name: string } }) => node.name));
      if (!testResults.pageInfo.hasNextPage) break;
      after = JSON.stringify(testResults.pageInfo.endCursor);
    }
    expect(names).toEqual(whole.testResults.edges.map(({ node }: { node: { name: string } }) => node.name));
  });

  test('draws where it looked in a picture, once, and opens its report without any script', async () => {
    const { testResults, reportUrl } = await readModel(`reportUrl testResults(first: 1) { ${RESULT} }`);
    const { heatMapUrl } = testResults.edges[0].node;
    const answer = await fetchFile(heatMapUrl);
    expect(answer.headers.get('content-type')).toBe('image/webp');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 448, height: 448 });
    const kept = (await service.app.storage.list('models/')).filter((key) => key.includes('/heat-maps/'));
    expect(kept).toHaveLength(1);
    expect(Buffer.from(await service.app.storage.read(kept[0]!))).toEqual(bytes);
    expect((await fetchFile(heatMapUrl.replace(/\/\d+\?/, '/9?'))).status).toBe(403);

    const report = await fetchFile(reportUrl);
    expect(report.headers.get('content-type')).toMatch(/^text\/html/);
    expect(report.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(await report.text()).toContain('<h1>');
  });

  test('has a map of its pictures, on which a label that was fixed since shows', async () => {
    const MAP = 'featureMap { name split label predicted x y picture { thumbnailUrl today { id label } } }';
    const { featureMap } = await readModel(MAP);
    const point = featureMap.find(({ label }: { label: string }) => label === 'red');
    expect(point.picture.today.label).toBe('red');
    await service.execute(
      'mutation ($input: RelabelPicturesInput!) { relabelPictures(input: $input) { userErrors { message } } }',
      { input: { dataset, pictures: [point.picture.today.id], label: 'blue' } },
    );
    const after = await readModel(MAP);
    const same = after.featureMap.find(({ name }: { name: string }) => name === point.name);
    expect(same).toMatchObject({ label: 'red', picture: { today: { label: 'blue' } } });
  });

  test('still tells its results when the dataset is gone, without pictures', async () => {
    const { deleteDataset } = await service.execute(
      'mutation ($dataset: ID!) { deleteDataset(input: { dataset: $dataset }) { userErrors { message } } }',
      { dataset },
    );
    expect(deleteDataset.userErrors).toEqual([]);
    const { dataset: trainedOn, testResults } = await readModel(
      `dataset { name } testResults(first: 1) { ${RESULT} }`,
    );
    expect(trainedOn).toBeNull();
    expect(testResults.edges[0].node.picture.today).toBeNull();
    expect(testResults.edges[0].node.name).toMatch(/\.png$|\.jpg$/);
  });
});
