import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../global-id.js';
import { runJob } from '../jobs/run-job.js';
import { type TestApp, testApp } from '../testing.js';
import { jobHandlers } from '../worker/job-handlers.js';
import { addPictures } from './add-pictures.js';
import { inspectFile } from './inspect-file.js';
import { emptyDataset } from './testing-import.js';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

/** A disc or a square somewhere on a ground of its own. */
async function drawing(shape: 'disc' | 'square', number: number, quality = 90): Promise<Buffer> {
  const [x, y] = [50 + ((number * 17) % 60), 50 + ((number * 29) % 60)];
  const mark =
    shape === 'disc'
      ? `<circle cx="${x}" cy="${y}" r="40" fill="#fff"/>`
      : `<rect x="${x - 35}" y="${y - 35}" width="70" height="70" fill="#000"/>`;
  const ground = `hsl(${(number * 47) % 360} 50% ${shape === 'disc' ? 30 : 70}%)`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160"><rect width="160" height="160" fill="${ground}"/>${mark}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality }).toBuffer();
}

test('a check names a copy that was stored again and a picture in the wrong class, until they are mended', async () => {
  const id = await emptyDataset(service, 'shapes');
  const files: [name: string, label: string, bytes: Buffer][] = [];
  for (let i = 0; i < 16; i++) {
    files.push([`discs/${i}.jpg`, 'discs', await drawing('disc', i)]);
    files.push([`squares/${i}.jpg`, 'squares', await drawing('square', i)]);
  }
  files.push(['discs/3-again.jpg', 'discs', await drawing('disc', 3, 60)]);
  files.push(['squares/wrong.jpg', 'squares', await drawing('disc', 40)]);
  const incoming = await Promise.all(
    files.map(([name, label, bytes]) =>
      inspectFile({ name, label, split: null, size: bytes.length, read: async () => bytes }, 1e6),
    ),
  );
  await addPictures(service.app, id, incoming);
  const dataset = toGlobalId('Dataset', id);
  await check(dataset);

  const findings = () =>
    findingsOf(
      dataset,
      'duplicates { a { id name } b { name } similarity } doubtedLabels { picture { id name } suggested }',
    );
  const found = await findings();
  expect(found.duplicates.map(pairOf)).toContainEqual(['discs/3-again.jpg', 'discs/3.jpg']);
  const wrong = found.doubtedLabels.find(
    (each: { picture: { name: string } }) => each.picture.name === 'squares/wrong.jpg',
  );
  expect(wrong).toMatchObject({ suggested: 'discs' });

  await service.execute(
    'mutation ($input: RelabelPicturesInput!) { relabelPictures(input: $input) { userErrors { message } } }',
    { input: { dataset, pictures: [wrong.picture.id], label: 'discs' } },
  );
  const left = (await findings()).doubtedLabels.map(
    (each: { picture: { name: string } }) => each.picture.name,
  );
  expect(left).not.toContain('squares/wrong.jpg');
}, 300_000);

test('a check names a label that is missing, and no longer once it is there', async () => {
  const id = await emptyDataset(service, 'marks', 'multi-label');
  const pictures = await Promise.all(
    Array.from({ length: 32 }, async (_, i) => {
      const shape = i % 2 === 0 ? 'disc' : 'square';
      const label = JSON.stringify(i === 6 ? [] : [shape]);
      const bytes = await drawing(shape, i);
      return { name: `${i}.jpg`, label, split: null, size: bytes.length, read: async () => bytes };
    }),
  );
  await addPictures(service.app, id, await Promise.all(pictures.map((each) => inspectFile(each, 1e6))));
  const dataset = toGlobalId('Dataset', id);
  await check(dataset);

  const findings = () =>
    findingsOf(
      dataset,
      'doubtedLabels { suggested } doubtedTargets { picture { name } target given expected score }',
    );
  const { doubtedLabels, doubtedTargets } = await findings();
  expect(doubtedLabels).toEqual([]);
  expect(doubtedTargets).toEqual([
    { picture: { name: '6.jpg' }, target: 'disc', given: 0, expected: expect.any(Number), score: null },
  ]);
  expect(doubtedTargets[0].expected).toBeGreaterThan(0.8);

  await service.app.db
    .updateTable('pictures')
    .set({ label: '["disc"]' })
    .where('dataset_id', '=', id)
    .where('name', '=', '6.jpg')
    .execute();
  expect((await findings()).doubtedTargets).toEqual([]);
}, 300_000);

/** Has a dataset checked, as a worker would. */
async function check(dataset: string): Promise<void> {
  const { checkDataset } = await service.execute(
    'mutation ($input: CheckDatasetInput!) { checkDataset(input: $input) { job { id kind } userErrors { message } } }',
    { input: { dataset } },
  );
  expect(checkDataset).toMatchObject({ job: { kind: 'CHECK' }, userErrors: [] });
  const [, job] = Buffer.from(checkDataset.job.id, 'base64').toString('utf8').split(':');
  await runJob(service.app, jobHandlers, job!, new AbortController().signal);
}

async function findingsOf(dataset: string, fields: string) {
  const answer = await service.execute(
    `query ($id: ID!) { dataset(id: $id) { latestCheck { state error { message } findings { ${fields} } } } }`,
    { id: dataset },
  );
  const { state, error, findings } = answer.dataset.latestCheck;
  expect([state, error]).toEqual(['SUCCEEDED', null]);
  return findings;
}

const pairOf = ({ a, b }: { a: { name: string }; b: { name: string } }) => [a.name, b.name].sort();
