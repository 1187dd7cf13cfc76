import { graphql, type ResultOf } from '../../graphql/graphql.js';

/** What does not change from second to second, and what a job gave. */
export const JOB = graphql(`
  query Job($id: ID!) {
    job(id: $id) {
      ...JobFacts
      dataset {
        id
        name
      }
      parent {
        id
      }
      children {
        ...JobFacts
      }
      recommendation {
        reason
        model {
          id
        }
      }
      predictions {
        url
      }
    }
  }
  fragment JobFacts on Job {
    id
    kind
    state
    cancelRequested
    startedAt
    finishedAt
    training {
      name
      strategy
      backbone
    }
    model {
      id
      name
      version
      metrics {
        accuracy
        accuracyLow
        accuracyHigh
        count
      }
      multiLabelMetrics {
        count
        subsetAccuracy
        subsetAccuracyLow
        subsetAccuracyHigh
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
        }
      }
    }
  }
`);

export type Job = ResultOf<typeof JOB>['job'];
export type Training = Job['children'][number];

export const CANCEL = graphql(`
  mutation CancelJob($job: ID!) {
    cancelJob(input: { job: $job }) {
      job {
        id
        state
        cancelRequested
      }
      userErrors {
        message
      }
    }
  }
`);

export const RETRY = graphql(`
  mutation RetryJob($job: ID!) {
    retryTraining(input: { job: $job }) {
      job {
        id
        state
        cancelRequested
      }
      userErrors {
        message
      }
    }
  }
`);
