import { graphql, type ResultOf } from '../../graphql/graphql.js';

export const DATASET = graphql(`
  query DatasetToTrain($id: ID!) {
    dataset(id: $id) {
      id
      name
      task
      pictureCount
      badFileCount
      classes {
        label
        pictures
      }
    }
  }
`);

export type Dataset = ResultOf<typeof DATASET>['dataset'];

export const BACKBONES = graphql(`
  query Backbones {
    backbones {
      name
      title
      topOne
      parameters
      bytes
      imagesPerSecond
      inputSize
      licence
      embedded
    }
  }
`);

export type Backbone = ResultOf<typeof BACKBONES>['backbones'][number];

export const BLOCKS = graphql(`
  query BackboneBlocks($name: String!) {
    backbone(name: $name) {
      name
      fineTuneFrom
      blocks {
        name
        firstLayer
        parameters
      }
    }
  }
`);

export type Block = ResultOf<typeof BLOCKS>['backbone']['blocks'][number];

export const ESTIMATE = graphql(`
  query Estimate($first: EstimateTrainingInput!, $second: EstimateTrainingInput!, $both: Boolean!) {
    first: estimateTraining(input: $first) {
      secondsLow
      secondsHigh
      downloadBytes
      name
      solvesHead
      epochs
      learningRate
    }
    second: estimateTraining(input: $second) @include(if: $both) {
      secondsLow
      secondsHigh
    }
  }
`);

export const VARIATIONS = graphql(`
  query Variations($dataset: ID!, $label: String!, $preset: AugmentationPreset!) {
    dataset(id: $dataset) {
      id
      pictures(first: 1, label: $label, bad: false) {
        edges {
          node {
            id
            name
            thumbnailUrl
            variations(preset: $preset, count: 4)
          }
        }
      }
    }
  }
`);

export const TRAIN = graphql(`
  mutation Train($input: TrainInput!) {
    train(input: $input) {
      job {
        id
      }
      userErrors {
        message
        field
      }
    }
  }
`);

export const COMPARE = graphql(`
  mutation Compare($input: CompareInput!) {
    compare(input: $input) {
      job {
        id
      }
      userErrors {
        message
        field
      }
    }
  }
`);
