import { type MapPoint, readMap } from '@graft/core';
import { keepLast } from '../models/keep-last.js';
import { type SeenPicture, seenPictures } from '../models/seen-pictures.js';
import { labelFacts } from '../models/task.js';
import { builder } from './builder.js';
import { SplitEnum } from './datasets/picture.js';
import { ModelType } from './models.js';
import { SeenPictureType } from './seen-picture.js';

type Point = MapPoint & { readonly picture: SeenPicture };

const MapPointType = builder.objectRef<Point>('MapPoint').implement({
  description: 'Where a picture lies on the map of features: similar pictures lie close together.',
  fields: (t) => ({
    name: t.exposeString('id', { description: 'The picture’s name in the dataset.' }),
    x: t.exposeFloat('x', { description: 'In [-1, 1].' }),
    y: t.exposeFloat('y', { description: 'In [-1, 1], upwards.' }),
    split: t.expose('split', { type: SplitEnum, description: '`TRAIN` or `TEST`.' }),
    label: t.exposeString('label', { description: 'Its label when the model was trained.' }),
    predicted: t.exposeString('predicted', {
      nullable: true,
      description: 'The model’s answer; null for training pictures.',
    }),
    picture: t.field({
      type: SeenPictureType,
      description: 'To be looked at.',
      resolve: ({ picture }) => picture,
    }),
  }),
});

const maps = keepLast<readonly MapPoint[] | undefined>(4);

builder.objectField(ModelType, 'featureMap', (t) =>
  t.field({
    type: [MapPointType],
    nullable: true,
    description:
      'Up to a thousand training and a thousand test pictures, drawn when the model was trained. Null for a model of an older Graft and of another task than `SINGLE_LABEL`.',
    resolve: async (model, _args, { app }) => {
      const { storage_prefix: prefix, manifest } = model;
      if (!labelFacts(manifest)) return null;
      const points = await maps(app.storage, prefix, () => readMap(app.storage, prefix));
      if (!points) return null;
      const pictures = await seenPictures(
        app,
        model,
        points.map(({ id }) => id),
      );
      return points.map((point, i) => ({ ...point, picture: pictures[i]! }));
    },
  }),
);
