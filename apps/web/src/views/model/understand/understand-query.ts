import { graphql, type ResultOf } from '../../../graphql/graphql.js';

export const UNDERSTAND = graphql(`
  query Understand($ref: String!) {
    model(ref: $ref) {
      id
      ref
      labels
      task
      majorityBaseline
      nearestNeighbourBaseline
      reportUrl
      metrics {
        accuracy
        accuracyLow
        accuracyHigh
        count
        confusion
        perClass {
          label
          precision
          recall
          f1
          support
        }
      }
      multiLabelMetrics {
        count
        subsetAccuracy
        subsetAccuracyLow
        subsetAccuracyHigh
        subsetAccuracyBaseline
        perLabel {
          label
          threshold
          precision
          recall
          f1
          support
        }
      }
      regressionMetrics {
        count
        perTarget {
          target
          meanAbsoluteError {
            value
            low
            high
          }
          meanAbsoluteErrorBaseline
          r2 {
            value
          }
        }
        largestErrors {
          picture
          target
          actual
          predicted
        }
      }
      calibration {
        before {
          expectedCalibrationError
          bins {
            count
            confidence
            accuracy
          }
        }
        after {
          expectedCalibrationError
          errorByChance
          bins {
            count
            confidence
            accuracy
          }
        }
      }
      dataset {
        id
        classes {
          label
        }
      }
      job {
        id
        parent {
          id
          children {
            id
            model {
              id
              ref
              name
              version
              strategy
              metrics {
                accuracy
                accuracyLow
                accuracyHigh
                macroF1
                perClass {
                  label
                  f1
                }
              }
            }
          }
          recommendation {
            reason
            model {
              id
              ref
            }
          }
        }
      }
    }
  }
`);

type Asked = ResultOf<typeof UNDERSTAND>['model'];
type Measures = 'metrics' | 'majorityBaseline' | 'nearestNeighbourBaseline';

/** A model that gives a picture one label: it has every measure. */
export type UnderstoodModel = Omit<Asked, Measures> & { readonly [Key in Measures]: NonNullable<Asked[Key]> };

/** A model of several labels or numbers. */
export type OtherModel = Pick<Asked, 'ref' | 'reportUrl' | 'multiLabelMetrics' | 'regressionMetrics'>;

export function givesOneLabel(model: Asked): model is Asked & UnderstoodModel {
  return model.task === 'SINGLE_LABEL';
}
