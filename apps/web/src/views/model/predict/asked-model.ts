import { graphql, type ResultOf } from '../../../graphql/graphql.js';

export const ASKED = graphql(`
  query AskedModel($ref: String!) {
    model(ref: $ref) {
      id
      task
      canAbstain
      multiLabelMetrics {
        perLabel {
          label
          threshold
        }
      }
      regressionMetrics {
        perTarget {
          target
          meanAbsoluteError {
            value
          }
        }
      }
    }
  }
`);

type Asked = ResultOf<typeof ASKED>['model'];

/** What has to be known of a model to show what it says. */
export interface Saying {
  /** Of several labels a picture: from which probability on each is said. */
  readonly thresholds?: ReadonlyMap<string, number> | null;
  /** Of numbers: how far each is off on average, in its own unit. */
  readonly errors?: ReadonlyMap<string, number> | null;
}

export function sayingOf({ multiLabelMetrics, regressionMetrics }: Asked): Saying {
  return {
    thresholds:
      multiLabelMetrics && new Map(multiLabelMetrics.perLabel.map((each) => [each.label, each.threshold])),
    errors:
      regressionMetrics &&
      new Map(
        regressionMetrics.perTarget.map(({ target, meanAbsoluteError }) => [target, meanAbsoluteError.value]),
      ),
  };
}
