import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runImport } from '../datasets/testing-import.js';
import { testPicture } from '../datasets/testing-pictures.js';
import { resolveGlobalId } from '../global-id.js';
import { type TestApp, testApp } from '../testing.js';

let service: TestApp;
let pets: string;
beforeAll(async () => {
  service = await testApp();
  for (const label of ['cats', 'dogs']) {
    await mkdir(join(service.folder, 'pets', label), { recursive: true });
    for (let i = 0; i < 4; i++) {
      const path = join(service.folder, 'pets', label, `${i}.jpg`);
      await writeFile(path, await testPicture(i + (label === 'cats' ? 0 : 10)));
    }
  }
  await writeFile(join(service.folder, 'pets', 'cats', 'text.jpg'), 'text');
  const { createDataset } = await service.execute(
    `mutation ($input: CreateDatasetInput!) {
      createDataset(input: $input) { dataset { id name } job { id kind state } userErrors { code field } }
    }`,
    { input: { name: 'pets', source: { folder: 'pets' } } },
  );
  expect(createDataset).toMatchObject({
    dataset: { name: 'pets' },
    job: { kind: 'IMPORT', state: 'QUEUED' },
    userErrors: [],
  });
  pets = createDataset.dataset.id;
  await runImport(service, resolveGlobalId('Job', createDataset.job.id)!);
});
afterAll(() => service.close());

test('a dataset shows its classes, pictures, bad files and thumbnails', async () => {
  const { dataset } = await service.execute(
    `query ($id: ID!) {
      dataset(id: $id) {
        name pictureCount badFileCount
        classes { label pictures unassigned }
        pictures(first: 1, label: "dogs", bad: false) { edges { node { name split width thumbnailUrl url problem { code } } } }
        badFiles { edges { node { name label thumbnailUrl problem { code message } } } }
        versions { hash }
      }
    }`,
    { id: pets },
  );
  expect(dataset).toMatchObject({
    name: 'pets',
    pictureCount: 8,
    badFileCount: 1,
    classes: [
      { label: 'cats', pictures: 4, unassigned: 4 },
      { label: 'dogs', pictures: 4, unassigned: 4 },
    ],
    badFiles: { edges: [{ node: { name: 'cats/text.jpg', label: 'cats', thumbnailUrl: null } }] },
    versions: [],
  });
  expect(dataset.badFiles.edges[0].node.problem.code).toBe('IMAGE_FORMAT');
  expect(dataset.pictures.edges[0].node).toMatchObject({ name: 'dogs/0.jpg', split: null, problem: null });
  expect(dataset.pictures.edges[0].node.thumbnailUrl).toMatch(/^http:.*\/files\/thumbnails\/.*signature=/);
});

interface Page {
  edges: { node: { name: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
}

test('pages hold every picture once, forwards and backwards', async () => {
  const query = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    dataset(id: $id) { pictures(bad: false, first: $first, after: $after, last: $last, before: $before) {
      edges { node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }
  }`;
  const read = async (args: object): Promise<Page> =>
    (await service.execute(query, { id: pets, ...args })).dataset.pictures;
  const forwards: string[] = [];
  for (
    let page = await read({ first: 3 });
    ;
    page = await read({ first: 3, after: page.pageInfo.endCursor })
  ) {
    forwards.push(...page.edges.map(({ node }) => node.name));
    if (!page.pageInfo.hasNextPage) break;
  }
  const backwards: string[] = [];
  for (
    let page = await read({ last: 3 });
    ;
    page = await read({ last: 3, before: page.pageInfo.startCursor })
  ) {
    backwards.unshift(...page.edges.map(({ node }) => node.name));
    if (!page.pageInfo.hasPreviousPage) break;
  }
  expect(forwards).toEqual(['cats', 'dogs'].flatMap((label) => [0, 1, 2, 3].map((i) => `${label}/${i}.jpg`)));
  expect(backwards).toEqual(forwards);
});

test.each([
  ['first: -1', /first is -1/],
  ['first: 101', /first is 101/],
  ['after: "nonsense"', /after is no cursor/],
  ['after: "WyJhIiwiYiJd"', /after is no cursor/],
])('datasets(%s) is refused by name', async (args, message) => {
  await expect(service.execute(`{ datasets(${args}) { edges { node { id } } } }`)).rejects.toThrow(message);
});

test('datasets are listed newest first and found by part of their name', async () => {
  for (const name of ['flowers 100', 'flowers_100', 'Flowers']) {
    await service.execute(`mutation { createDataset(input: { name: "${name}" }) { job { id } } }`);
  }
  const names = async (search: string) =>
    (
      await service.execute(
        'query ($search: String) { datasets(search: $search) { edges { node { name } } } }',
        {
          search,
        },
      )
    ).datasets.edges.map(({ node }: { node: { name: string } }) => node.name);
  expect(await names('FLOWERS')).toHaveLength(3);
  expect(await names('s_1')).toEqual(['flowers_100']);
  expect(await names('%')).toEqual([]);
});

const CHANGES = `dataset { classes { label pictures train test } } userErrors { code field message }`;

test('pictures are relabelled, moved and removed', async () => {
  const { dataset } = await service.execute(
    'query ($id: ID!) { dataset(id: $id) { pictures(label: "cats", bad: false, first: 2) { edges { node { id } } } } }',
    { id: pets },
  );
  const [one, two] = dataset.pictures.edges.map(({ node }: { node: { id: string } }) => node.id);
  const change = async (name: string, input: string, variables: object) =>
    (
      await service.execute(
        `mutation ($dataset: ID!, $pictures: [ID!]!) { ${name}(input: { dataset: $dataset, pictures: $pictures ${input} }) { ${CHANGES} } }`,
        {
          dataset: pets,
          ...variables,
        },
      )
    )[name];
  expect(await change('relabelPictures', ', label: "tigers"', { pictures: [one] })).toMatchObject({
    dataset: {
      classes: [{ label: 'cats', pictures: 3 }, { label: 'dogs' }, { label: 'tigers', pictures: 1 }],
    },
    userErrors: [],
  });
  expect(await change('moveToSplit', ', split: TEST', { pictures: [two] })).toMatchObject({
    dataset: { classes: [{ label: 'cats', test: 1 }, {}, {}] },
  });
  expect(await change('removePictures', '', { pictures: [one, two] })).toMatchObject({
    dataset: {
      classes: [
        { label: 'cats', pictures: 2 },
        { label: 'dogs', pictures: 4 },
      ],
    },
  });
  expect(await change('removePictures', '', { pictures: [one] })).toMatchObject({
    dataset: null,
    userErrors: [{ code: 'NOT_FOUND', field: ['input', 'pictures'] }],
  });
  expect(await change('relabelPictures', ', label: " "', { pictures: [] })).toMatchObject({
    userErrors: [{ code: 'OPTION_INVALID', field: ['input', 'label'] }],
  });
});

test.each([
  ['createDataset', '{ name: "../x" }', 'OPTION_INVALID', ['input', 'name']],
  ['createDataset', '{ name: "pets" }', 'NAME_TAKEN', ['input', 'name']],
  ['createDataset', '{ name: "n", source: {} }', 'OPTION_INVALID', ['input', 'source']],
  [
    'createDataset',
    '{ name: "n", source: { folder: "/etc" } }',
    'PATH_NOT_ALLOWED',
    ['input', 'source', 'folder'],
  ],
  ['renameDataset', '{ dataset: "nonsense", name: "x" }', 'NOT_FOUND', ['input', 'dataset']],
  ['deleteDataset', '{ dataset: "RGF0YXNldDox" }', 'NOT_FOUND', ['input', 'dataset']],
  ['createUploads', '{ dataset: "", files: [] }', 'NOT_FOUND', ['input', 'dataset']],
])('%s(%s) gives a user error', async (name, input, code, field) => {
  const answer = await service.execute(`mutation { ${name}(input: ${input}) { userErrors { code field } } }`);
  expect(answer[name].userErrors).toEqual([{ code, field }]);
});

test('uploads: where to send files, and what is wrong with the second one', async () => {
  const create = (files: object[]) =>
    service.execute(
      `mutation ($input: CreateUploadsInput!) { createUploads(input: $input) {
        uploads { id name url method headers { name value } expiresAt } userErrors { code field }
      } }`,
      { input: { dataset: pets, files } },
    );
  const file = { name: '7.jpg', label: 'cats', bytes: 1000, contentType: 'image/jpeg' };
  const { createUploads } = await create([file]);
  expect(createUploads.uploads[0]).toMatchObject({
    name: 'cats/7.jpg',
    method: 'PUT',
    headers: [{ name: 'content-type', value: 'image/jpeg' }],
  });
  expect((await create([file, { ...file, bytes: 1e12 }])).createUploads).toMatchObject({
    uploads: null,
    userErrors: [{ code: 'UPLOAD_TOO_LARGE', field: ['input', 'files', '1', 'bytes'] }],
  });
  const complete = `mutation ($input: CompleteUploadsInput!) { completeUploads(input: $input) {
    dataset { id } jobs { id } added unchanged nameTaken duplicates { name sameAs } badFiles { name code message } userErrors { code field }
  } }`;
  const input = { dataset: pets, uploads: [createUploads.uploads[0].id] };
  expect((await service.execute(complete, { input })).completeUploads).toMatchObject({
    added: null,
    userErrors: [{ code: 'UPLOAD_INCOMPLETE', field: ['input', 'uploads', '0'] }],
  });
  const key = await service.app.db.selectFrom('uploads').select('key').executeTakeFirstOrThrow();
  await service.app.storage.write(key.key, new Uint8Array(1000));
  expect((await service.execute(complete, { input })).completeUploads).toMatchObject({
    dataset: { id: pets },
    badFiles: [{ name: 'cats/7.jpg', code: 'IMAGE_FORMAT' }],
    userErrors: [],
  });
});

test('a version is made once for the same content', async () => {
  const freeze = async () =>
    (
      await service.execute(
        'mutation ($id: ID!) { createDatasetVersion(input: { dataset: $id }) { version { hash pictures createdAt } } }',
        { id: pets },
      )
    ).createDatasetVersion.version;
  const version = await freeze();
  expect(version).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), pictures: 6 });
  expect(await freeze()).toEqual(version);
});

test('everything that the schema says of datasets has a description', async () => {
  const { schema } = await import('./schema.js');
  const silent: string[] = [];
  const names = [
    'Dataset',
    'ClassCount',
    'DatasetVersion',
    'Picture',
    'PictureProblem',
    'UploadTarget',
    'BadFile',
  ];
  for (const name of [
    ...names,
    'UploadFileInput',
    'DatasetSourceInput',
    'ManifestInput',
    'DuplicatePicture',
  ]) {
    const type = schema.getType(name);
    if (!type?.description) silent.push(name);
    if (type && 'getFields' in type) {
      for (const field of Object.values(type.getFields())) {
        if (!field.description && field.name !== 'id') silent.push(`${name}.${field.name}`);
      }
    }
  }
  expect(silent).toEqual([]);
});

test('a dataset is renamed and deleted', async () => {
  const { createDataset } = await service.execute(
    'mutation { createDataset(input: { name: "short-lived" }) { dataset { id } } }',
  );
  const { id } = createDataset.dataset;
  const { renameDataset } = await service.execute(
    'mutation ($id: ID!) { renameDataset(input: { dataset: $id, name: "gone soon" }) { dataset { name } } }',
    { id },
  );
  expect(renameDataset.dataset.name).toBe('gone soon');
  const { deleteDataset } = await service.execute(
    'mutation ($id: ID!) { deleteDataset(input: { dataset: $id }) { deletedId userErrors { code } } }',
    { id },
  );
  expect(deleteDataset).toEqual({ deletedId: id, userErrors: [] });
  expect(await service.execute('query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ node: null });
  await expect(service.execute('query ($id: ID!) { dataset(id: $id) { id } }', { id })).rejects.toThrow(
    'no dataset',
  );
});
