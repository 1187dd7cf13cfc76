import { graphql, type ResultOf } from '../../../graphql/graphql.js';

export const FEATURE_MAP = graphql(`
  query FeatureMap($ref: String!) {
    model(ref: $ref) {
      id
      featureMap {
        name
        x
        y
        split
        label
        predicted
        picture {
          thumbnailUrl
          today {
            id
            label
          }
        }
      }
    }
  }
`);

export type MapPoint = NonNullable<ResultOf<typeof FEATURE_MAP>['model']['featureMap']>[number];

/** A label may have been fixed since the model learned. */
export function labelToday({ label, picture }: MapPoint): string {
  return picture.today?.label ?? label;
}
