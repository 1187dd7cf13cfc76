import { graphql, type ResultOf } from '../../graphql/graphql.js';

export const COLLECTIONS = graphql(`
  query Collections($first: Int!) {
    datasets(first: $first) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          name
          task
          pictureCount
          classes {
            label
          }
          examples(first: 4) {
            id
            thumbnailUrl
          }
          latestImport {
            state
          }
          latestTraining {
            id
            state
            model {
              metrics {
                accuracy
              }
            }
            recommendation {
              model {
                metrics {
                  accuracy
                }
              }
            }
          }
        }
      }
    }
    running: jobs(state: RUNNING, first: 20) {
      edges {
        node {
          ...Job
        }
      }
    }
    queued: jobs(state: QUEUED, first: 20) {
      edges {
        node {
          ...Job
        }
      }
    }
  }

  fragment Job on Job {
    id
    kind
    state
    progress
    dataset {
      id
      name
    }
    parent {
      id
    }
  }
`);

type Collections = ResultOf<typeof COLLECTIONS>;
export type CollectionSummary = Collections['datasets']['edges'][number]['node'];
export type JobSummary = Collections['running']['edges'][number]['node'];

export const CREATE_COLLECTION = graphql(`
  mutation CreateCollection($input: CreateDatasetInput!) {
    createDataset(input: $input) {
      dataset {
        id
      }
      userErrors {
        message
        field
      }
    }
  }
`);

export const DELETE_COLLECTION = graphql(`
  mutation DeleteCollection($input: DeleteDatasetInput!) {
    deleteDataset(input: $input) {
      deletedId
      userErrors {
        message
      }
    }
  }
`);

export const FOLDERS = graphql(`
  query ServerFolders {
    collectingLimits {
      folders
    }
  }
`);
