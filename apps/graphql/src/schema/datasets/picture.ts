import { findPicturesById, type PictureRow } from '../../datasets/find-pictures.js';
import { pictureKey } from '../../datasets/storage-keys.js';
import { objectUrl, thumbnailUrl } from '../../files/object-url.js';
import { builder } from '../builder.js';

export const SplitEnum = builder.enumType('Split', {
  description: 'The three parts of a dataset.',
  values: {
    TRAIN: { value: 'train', description: 'Models learn from it.' },
    VALIDATION: { value: 'validation', description: 'Decides which epoch is the best.' },
    TEST: { value: 'test', description: 'Results are measured on it.' },
  } as const,
});

export const SplitFilterEnum = builder.enumType('SplitFilter', {
  description: 'A part of a dataset, or none yet.',
  values: {
    TRAIN: { value: 'train', description: 'Chosen to learn from.' },
    VALIDATION: { value: 'validation', description: 'Chosen to find the best epoch.' },
    TEST: { value: 'test', description: 'Chosen to measure results on.' },
    UNASSIGNED: { value: 'unassigned', description: 'Nobody chose: training splits them itself.' },
  } as const,
});

const PictureProblem = builder.objectRef<{ code: string; reason: string }>('PictureProblem').implement({
  description: 'Why a file is left out.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description:
        'Stable, such as `IMAGE_DAMAGED`, `IMAGE_FORMAT`, `IMAGE_TOO_LARGE` or `DATASET_CONFLICT`.',
    }),
    message: t.exposeString('reason', { description: 'What was found, and what to do about it.' }),
  }),
});

export const PictureType = builder.node(builder.objectRef<PictureRow>('Picture'), {
  description: 'A picture of a dataset, or a file that was meant to be one.',
  authScopes: { predict: true },
  id: { resolve: ({ id }) => id },
  loadMany: async (ids, { app }) => {
    const rows = new Map((await findPicturesById(app, ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  },
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Path within the dataset, such as `cats/1.jpg`; unique in it.',
    }),
    label: t.exposeString('label', {
      description:
        'What it shows; of a dataset with several labels or numbers a picture all of them, as JSON: `["bars","disc"]`, `{"target":1.5}`.',
    }),
    split: t.expose('split', {
      type: SplitEnum,
      nullable: true,
      description: 'Where somebody put it; null where training splits by itself.',
    }),
    sha256: t.exposeString('sha256', {
      nullable: true,
      description: 'Hash of its bytes; null for a file that was not kept.',
    }),
    bytes: t.expose('bytes', { type: 'BigInt', description: 'Size of the file.' }),
    width: t.exposeInt('width', { nullable: true, description: 'In pixels, as displayed.' }),
    height: t.exposeInt('height', { nullable: true, description: 'In pixels, as displayed.' }),
    problem: t.field({
      type: PictureProblem,
      nullable: true,
      description: 'Why models do not learn from it; null for a good picture.',
      resolve: ({ bad_code: code, bad_reason: reason }) => (code ? { code, reason: reason ?? '' } : null),
    }),
    url: t.string({
      nullable: true,
      description: 'The original, for an hour or two; null for a file that was not kept.',
      resolve: ({ dataset_id, sha256, name }, _args, { app }) =>
        sha256 ? objectUrl(app, pictureKey(dataset_id, sha256), name.slice(name.lastIndexOf('/') + 1)) : null,
    }),
    thumbnailUrl: t.string({
      nullable: true,
      description:
        'At most 192 pixels wide and high, WebP, for an hour or two; null for a file that was not kept.',
      resolve: ({ dataset_id, sha256 }, _args, { app }) =>
        sha256 ? thumbnailUrl(app, dataset_id, sha256) : null,
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was added.' }),
  }),
});
