import type { Client } from 'urql';
import { graphql, type ResultOf } from '../../../graphql/graphql.js';
import { inWords } from '../../../graphql/in-words.js';

// Without `model`: the answer would have every query about models sent again.
const PREDICT = graphql(`
  mutation Predict($input: PredictInput!) {
    predict(input: $input) {
      predictions {
        unknown
        labels {
          label
          probability
        }
        mostProbable {
          label
          probability
        }
        values {
          target
          value
        }
        error {
          code
          message
        }
      }
      userErrors {
        message
      }
    }
  }
`);

export type Prediction = NonNullable<ResultOf<typeof PREDICT>['predict']['predictions']>[number];

/** The labels that are shown of each picture. */
const SHOWN = 5;

/**
 * @param pictures as data URLs.
 * @returns one prediction per picture in order, or why there is none for any.
 */
export async function askModel(
  client: Client,
  model: string,
  pictures: readonly string[],
  abstain: boolean,
): Promise<readonly Prediction[] | { readonly problem: string }> {
  const images = pictures.map((base64) => ({ base64 }));
  const input = { model, images, topK: SHOWN, abstain };
  const { data, error } = await client.mutation(PREDICT, { input }).toPromise();
  if (error) return { problem: inWords(error) };
  const { predictions, userErrors } = data!.predict;
  return predictions ?? { problem: userErrors[0]?.message ?? '' };
}
