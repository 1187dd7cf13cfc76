import { OptionError } from '@graft/core';
import { drawVariations } from '../../datasets/draw-variations.js';
import { builder } from '../builder.js';
import { PresetEnum } from '../training-enums.js';
import { PictureType } from './picture.js';

const MOST = 8;

builder.objectField(PictureType, 'variations', (t) =>
  t.stringList({
    description:
      'How a training with this preset varies the picture: data URLs of small JPEGs. Empty for a file that is no good picture.',
    args: {
      preset: t.arg({ type: PresetEnum, required: true, description: 'Which changes.' }),
      count: t.arg.int({ defaultValue: 4, description: 'How many, 1 to 8.' }),
    },
    resolve: ({ dataset_id, sha256, bad_code }, { preset, count }, { app }) => {
      const wanted = count ?? 4;
      if (wanted < 1 || wanted > MOST) {
        throw new OptionError(
          'OPTION_INVALID',
          `count is ${wanted}; expected a whole number from 1 to ${MOST}.`,
          {
            details: { field: 'count' },
          },
        );
      }
      return sha256 && !bad_code ? drawVariations(app, { dataset_id, sha256 }, preset, wanted) : [];
    },
  }),
);
