import { useQuery } from 'urql';
import { graphql } from '../../graphql/graphql.js';
import { collect as strings } from '../../strings/index.js';
import { Dialog } from '../../ui/dialog.js';
import { Loading } from '../../ui/loading.js';
import { Problem } from '../../ui/problem.js';
import styles from './picture-dialog.module.css';

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

/** One picture as large as the window allows, with what is known of it. */
export function PictureDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [{ data }] = useQuery({ query: PICTURE, variables: { id } });
  const picture = data?.node?.__typename === 'Picture' ? data.node : undefined;
  return (
    <Dialog title={picture?.label ?? strings.open} isOpen onClose={onClose} wide>
      {!picture && <Loading />}
      {picture?.problem && <Problem>{strings.notUsable(picture.problem.message)}</Problem>}
      {picture?.url && (
        <img
          src={picture.url}
          alt={strings.picture(picture.name, picture.label)}
          className={styles.picture}
        />
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
