import { graphql, type ResultOf } from '../../graphql/graphql.js';

export const MODELS = graphql(`
  query Models($after: String) {
    models(first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          version
          ref
          task
          createdAt
          strategy
          backbone
          datasetVersion
          dataset {
            id
            name
          }
          pictures {
            train
            test
          }
          job {
            id
            kind
          }
          metrics {
            accuracy
            accuracyLow
            accuracyHigh
          }
          multiLabelMetrics {
            subsetAccuracy
            subsetAccuracyLow
            subsetAccuracyHigh
            macroF1
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
    }
    aliases {
      ref
      updatedAt
      model {
        id
        ref
        version
      }
    }
  }
`);

export type ModelsPage = ResultOf<typeof MODELS>;
export type ListedModel = ModelsPage['models']['edges'][number]['node'];
export type ListedAlias = ModelsPage['aliases'][number];

export const PROMOTE = graphql(`
  mutation PromoteModel($input: PromoteModelInput!) {
    promoteModel(input: $input) {
      model {
        id
        ref
        aliases
      }
      userErrors {
        message
      }
    }
  }
`);

export const ROLL_BACK = graphql(`
  mutation RollBackAlias($input: RollBackAliasInput!) {
    rollBackAlias(input: $input) {
      model {
        id
        ref
        aliases
      }
      userErrors {
        message
      }
    }
  }
`);

export const REMOVE_ALIAS = graphql(`
  mutation RemoveAlias($input: RemoveAliasInput!) {
    removeAlias(input: $input) {
      alias
      userErrors {
        message
      }
    }
  }
`);

export const DELETE_MODEL = graphql(`
  mutation DeleteModel($input: DeleteModelInput!) {
    deleteModel(input: $input) {
      deletedId
      userErrors {
        message
      }
    }
  }
`);

export const COMPARE = graphql(`
  query CompareModels($first: String!, $second: String!) {
    compareModels(first: $first, second: $second) {
      bothRight
      onlyFirstRight
      onlySecondRight
      bothWrong
      p
      differences {
        name
        actual
        firstAnswer
        secondAnswer
        picture {
          thumbnailUrl
        }
      }
    }
  }
`);

export type Difference = ResultOf<typeof COMPARE>['compareModels']['differences'][number];
