import { useMutation } from 'urql';
import { graphql } from '../../../graphql/graphql.js';
import { inWords } from '../../../graphql/in-words.js';
import { understand } from '../../../strings/index.js';
import { tell } from '../../../ui/toasts.js';

const strings = understand.relabel;

const RELABEL = graphql(`
  mutation RelabelSeenPictures($input: RelabelPicturesInput!) {
    relabelPictures(input: $input) {
      dataset {
        id
      }
      userErrors {
        message
      }
    }
  }
`);

/** Whatever shows pictures is fetched again. */
const SHOWN_AGAIN = { additionalTypenames: ['Picture'] };

/** Where labels can be fixed: the dataset, while it is there, and what its pictures may be called. */
export interface Relabelling {
  readonly dataset: string;
  readonly labels: readonly string[];
}

/** A picture as it is in the dataset today. */
export interface TodaysPicture {
  readonly id: string;
  readonly label: string;
}

/** Gives pictures another label at once, and offers to take it back. */
export function useRelabel(relabelling: Relabelling | undefined) {
  const [, send] = useMutation(RELABEL);

  /** @returns whether it was done; what went wrong has been told. */
  async function relabel(pictures: readonly TodaysPicture[], label: string): Promise<boolean> {
    if (!relabelling || pictures.length === 0) return false;
    const { dataset } = relabelling;
    const { data, error } = await send(
      { input: { dataset, label, pictures: pictures.map(({ id }) => id) } },
      SHOWN_AGAIN,
    );
    const problem = error ? inWords(error) : data?.relabelPictures.userErrors[0]?.message;
    if (problem) tell(problem);
    return !problem;
  }

  /** Each picture gets back the label that it had. */
  async function undo(pictures: readonly TodaysPicture[]): Promise<void> {
    const labels = [...new Set(pictures.map(({ label }) => label))];
    const done = await Promise.all(
      labels.map((label) =>
        relabel(
          pictures.filter((picture) => picture.label === label),
          label,
        ),
      ),
    );
    if (done.every(Boolean)) tell(strings.undone);
  }

  return async (pictures: readonly TodaysPicture[], label: string) => {
    if (await relabel(pictures, label)) tell(strings.done(pictures.length, label), () => void undo(pictures));
  };
}
