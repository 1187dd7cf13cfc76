import { useQuery } from 'urql';
import { graphql } from '../../graphql/graphql.js';
import { collect as strings } from '../../strings/index.js';
import { Dialog } from '../../ui/dialog.js';
import { Loading } from '../../ui/loading.js';
import { Problem } from '../../ui/problem.js';
import styles from './picture-dialog.module.css';
import { shownInWords } from './shown.js';
import type { Collection } from './use-collection.js';

const PICTURE = graphql(`
  query OnePicture($id: ID!) {
    node(id: $id) {
      __typename
      ... on Picture {
        name
        label
        width
        height
        url
        problem {
          message
        }
      }
    }
  }
`);

interface Props {
  readonly id: string;
  readonly task: Collection['task'];
  readonly onClose: () => void;
}

/** One picture as large as the window allows, with what is known of it. */
export function PictureDialog({ id, task, onClose }: Props) {
  const [{ data }] = useQuery({ query: PICTURE, variables: { id } });
  const picture = data?.node?.__typename === 'Picture' ? data.node : undefined;
  const shown = picture && shownInWords(task, picture.label);
  return (
    <Dialog title={shown ?? strings.open} isOpen onClose={onClose} wide>
      {!picture && <Loading />}
      {picture?.problem && <Problem>{strings.notUsable(picture.problem.message)}</Problem>}
      {picture?.url && (
        <img src={picture.url} alt={strings.picture(picture.name, shown ?? '')} className={styles.picture} />
      )}
      {picture && (
        <p className={styles.facts}>
          <bdi>{picture.name}</bdi>
          {picture.width && ` · ${picture.width} × ${picture.height}`}
        </p>
      )}
    </Dialog>
  );
}
