import { pictureKey } from '../datasets/storage-keys.js';
import { objectUrl, thumbnailUrl } from '../files/object-url.js';
import type { SeenPicture } from '../models/seen-pictures.js';
import { builder } from './builder.js';
import { PictureType } from './datasets/picture.js';

export const SeenPictureType = builder.objectRef<SeenPicture>('SeenPicture').implement({
  description: 'A picture that a model was trained or measured on, as it was then.',
  fields: (t) => ({
    thumbnailUrl: t.string({
      nullable: true,
      description:
        'At most 192 pixels wide and high, WebP, for an hour or two; null when the dataset was deleted.',
      resolve: ({ datasetId, sha256 }, _args, { app }) =>
        datasetId && sha256 ? thumbnailUrl(app, datasetId, sha256) : null,
    }),
    url: t.string({
      nullable: true,
      description: 'The original, for an hour or two; null when the dataset was deleted.',
      resolve: ({ datasetId, sha256 }, _args, { app }) =>
        datasetId && sha256 ? objectUrl(app, pictureKey(datasetId, sha256)) : null,
    }),
    today: t.field({
      type: PictureType,
      nullable: true,
      description: 'As it is in the dataset now, perhaps with another label; null when it was removed since.',
      resolve: ({ today }) => today ?? null,
    }),
  }),
});
