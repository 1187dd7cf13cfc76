import type { Client, CombinedError } from 'urql';
import { graphql } from '../../../graphql/graphql.js';
import { inWords } from '../../../graphql/in-words.js';
import type { Plan } from './plan.js';
import type { Target } from './send-file.js';

const CREATE = graphql(`
  mutation CreateUploads($input: CreateUploadsInput!) {
    createUploads(input: $input) {
      uploads {
        id
        name
        url
        headers {
          name
          value
        }
      }
      userErrors {
        message
        field
      }
    }
  }
`);

// Without `dataset`: the answer would have every query about datasets sent again, after each of many batches.
const COMPLETE = graphql(`
  mutation CompleteUploads($input: CompleteUploadsInput!) {
    completeUploads(input: $input) {
      added
      unchanged
      duplicates {
        name
        sameAs
      }
      nameTaken
      badFiles {
        name
        message
      }
      jobs {
        id
      }
      userErrors {
        message
        field
      }
    }
  }
`);

export interface Refusal {
  readonly problem: string;
  /** Whether there was no answer at all. */
  readonly offline: boolean;
  /** Which of the files it is about. */
  readonly at?: number | undefined;
}

export interface Completed {
  readonly unchanged: readonly string[];
  readonly duplicates: readonly { readonly name: string; readonly sameAs: string }[];
  readonly nameTaken: readonly string[];
  readonly bad: readonly { readonly name: string; readonly message: string }[];
  readonly jobs: readonly string[];
}

export async function createUploads(
  client: Client,
  dataset: string,
  plans: readonly Exclude<Plan, { kind: 'unlabelled' }>[],
): Promise<{ readonly targets: readonly (Target & { id: string; name: string })[] } | Refusal> {
  const files = plans.map((plan) => ({
    name: plan.name,
    bytes: plan.file.size,
    ...(/^[\w.+-]+\/[\w.+-]+$/.test(plan.file.type) && { contentType: plan.file.type }),
    ...(plan.kind === 'picture' && { ...plan.said, split: plan.split }),
  }));
  const { data, error } = await client.mutation(CREATE, { input: { dataset, files } }).toPromise();
  if (!data) return unanswered(error);
  const { uploads, userErrors } = data.createUploads;
  return uploads ? { targets: uploads } : refusal(userErrors);
}

export async function completeUploads(
  client: Client,
  dataset: string,
  uploads: readonly string[],
  replace: boolean,
): Promise<Completed | Refusal> {
  const input = { dataset, uploads: [...uploads], replace };
  const { data, error } = await client.mutation(COMPLETE, { input }).toPromise();
  if (!data) return unanswered(error);
  const { jobs, unchanged, duplicates, nameTaken, badFiles, added, userErrors } = data.completeUploads;
  if (!added) return refusal(userErrors);
  return {
    unchanged: unchanged ?? [],
    duplicates: duplicates ?? [],
    nameTaken: nameTaken ?? [],
    bad: badFiles ?? [],
    jobs: jobs?.map(({ id }) => id) ?? [],
  };
}

function unanswered(error: CombinedError | undefined): Refusal {
  return { problem: error ? inWords(error) : '', offline: error?.networkError !== undefined };
}

/** The field reads `["input", "files", "3", "name"]`. */
function refusal([error]: readonly { message: string; field: readonly string[] | null }[]): Refusal {
  const at = Number(error?.field?.[2]);
  return { problem: error?.message ?? '', offline: false, at: Number.isInteger(at) ? at : undefined };
}
