import { type ComparedPicture, compareModels, type ModelComparison } from '../models/compare-models.js';
import { findModel } from '../models/find-model.js';
import { type SeenPicture, seenPictures } from '../models/seen-pictures.js';
import { builder } from './builder.js';
import { ModelType } from './models.js';
import { SeenPictureType } from './seen-picture.js';

/** Differences that are listed; their number is exact all the same. */
const SHOWN = 100;

type Shown = ComparedPicture & { readonly picture: SeenPicture };

const ComparedPictureType = builder.objectRef<Shown>('ComparedPicture').implement({
  description: 'A picture on which exactly one of two models is right.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name in the dataset.' }),
    actual: t.exposeString('actual', { description: 'Its own label.' }),
    firstAnswer: t.exposeString('firstAnswer', { description: 'What the first model says.' }),
    secondAnswer: t.exposeString('secondAnswer', { description: 'What the second one says.' }),
    picture: t.field({
      type: SeenPictureType,
      description: 'To be looked at.',
      resolve: ({ picture }) => picture,
    }),
  }),
});

const ModelComparisonType = builder.objectRef<ModelComparison>('ModelComparison').implement({
  description:
    'Two models on the same pictures: the test pictures of both that neither learned from and whose labels both know, 1,000 at most.',
  fields: (t) => ({
    first: t.field({ type: ModelType, description: 'One.', resolve: ({ first }) => first }),
    second: t.field({ type: ModelType, description: 'The other.', resolve: ({ second }) => second }),
    bothRight: t.exposeInt('bothRight', { description: 'Pictures that both answer rightly.' }),
    onlyFirstRight: t.exposeInt('onlyFirstRight', {
      description: 'Pictures on which only the first is right.',
    }),
    onlySecondRight: t.exposeInt('onlySecondRight', {
      description: 'Pictures on which only the second is right.',
    }),
    bothWrong: t.exposeInt('bothWrong', { description: 'Pictures that neither answers rightly.' }),
    p: t.exposeFloat('p', {
      description:
        'How often two equally good models would differ at least so unevenly, in [0, 1] (McNemar’s test, two-sided).',
    }),
    differences: t.field({
      type: [ComparedPictureType],
      description: `The pictures on which exactly one is right, ${SHOWN} at most.`,
      resolve: async ({ differences }, _args, { app }): Promise<Shown[]> => {
        const shown = differences.slice(0, SHOWN);
        return Promise.all(
          shown.map(async (each) => {
            const [picture] = await seenPictures(app, each.owner, [each.name]);
            return { ...each, picture: picture! };
          }),
        );
      },
    }),
  }),
});

builder.queryField('compareModels', (t) =>
  t.field({
    type: ModelComparisonType,
    description: 'Which of two models is better, on pictures that neither has learned from.',
    authScopes: { predict: true },
    args: {
      first: t.arg.string({ required: true, description: '`name@alias`, `name:version`, `name` or an id.' }),
      second: t.arg.string({ required: true, description: 'Another one.' }),
    },
    resolve: async (_root, { first, second }, { app }) =>
      compareModels(app, await findModel(app, first), await findModel(app, second)),
  }),
);
