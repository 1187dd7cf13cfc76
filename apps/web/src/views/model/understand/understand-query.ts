import { graphql, type ResultOf } from '../../../graphql/graphql.js';

export const UNDERSTAND = graphql(`
  query Understand($ref: String!) {
    model(ref: $ref) {
      id
      ref
      labels
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

export type UnderstoodModel = ResultOf<typeof UNDERSTAND>['model'];
