import { useQuery } from 'urql';
import { graphql } from '../../../graphql/graphql.js';
import { inWords } from '../../../graphql/in-words.js';
import { understand } from '../../../strings/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { Loading } from '../../../ui/loading.js';
import { Problem } from '../../../ui/problem.js';
import styles from './accuracy.module.css';

const MODEL_CARD = graphql(`
  query ModelCard($ref: String!) {
    model(ref: $ref) {
      id
      card
    }
  }
`);

interface Props {
  readonly model: string;
  readonly onClose: () => void;
}

/** The model card as it lies with the model: text that is also read without this page. */
export function CardDialog({ model, onClose }: Props) {
  const [{ data, error }] = useQuery({ query: MODEL_CARD, variables: { ref: model } });
  return (
    <Dialog wide isOpen onClose={onClose} title={understand.accuracy.card}>
      {data ? (
        <pre className={styles.card}>{data.model.card}</pre>
      ) : error ? (
        <Problem>{inWords(error)}</Problem>
      ) : (
        <Loading />
      )}
    </Dialog>
  );
}
