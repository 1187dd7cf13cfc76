import { useCallback, useEffect } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../graphql/graphql.js';

const COLLECTION = graphql(`
  query Collection($id: ID!, $mayTrain: Boolean!) {
    dataset(id: $id) {
      id
      name
      task
      pictureCount
      badFileCount
      classes {
        label
        pictures
        unassigned
      }
      latestImport {
        id
        state
        progress
        error {
          message
        }
        imported {
          added
          left
          bad
        }
      }
      latestCheck {
        id
        state
        stage
        progress
        error {
          message
        }
      }
    }
    collectingLimits @include(if: $mayTrain) {
      pictureBytes
      zipBytes
    }
  }
`);

export type Collection = ResultOf<typeof COLLECTION>['dataset'];

const ASK_EVERY_MS = 1500;

/** A collection with its classes; asked for again while a job works on it. Limits are for those who may add to it. */
export function useCollection(id: string, mayTrain: boolean) {
  const [{ data, error, fetching }, ask] = useQuery({
    query: COLLECTION,
    variables: { id, mayTrain },
    requestPolicy: 'cache-and-network',
  });
  const working = [data?.dataset.latestImport, data?.dataset.latestCheck].some(
    (job) => job && (job.state === 'QUEUED' || job.state === 'RUNNING'),
  );
  useEffect(() => {
    if (!working) return;
    const timer = setInterval(() => ask({ requestPolicy: 'network-only' }), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [working, ask]);
  return {
    collection: data?.dataset,
    limits: data?.collectingLimits,
    error: data ? undefined : error,
    fetching,
    refresh: useCallback(() => ask({ requestPolicy: 'network-only' }), [ask]),
  };
}
