import { useState } from 'react';
import { useMutation } from 'urql';
import { inWords } from '../../graphql/in-words.js';
import { common, start as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Problem } from '../../ui/problem.js';
import { tell } from '../../ui/toasts.js';
import { type CollectionSummary, DELETE_COLLECTION } from './queries.js';

interface Props {
  readonly collection: CollectionSummary;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** Asks before a collection goes, because that cannot be undone. */
export default function DeleteDialog({ collection, onDelete, onClose }: Props) {
  const { id, name, pictureCount } = collection;
  const [{ fetching }, remove] = useMutation(DELETE_COLLECTION);
  const [problem, setProblem] = useState('');
  return (
    <Dialog title={strings.deleteTitle(name)} isOpen onClose={onClose}>
      <p>{strings.deleteHint(pictureCount)}</p>
      {problem && <Problem>{problem}</Problem>}
      <p>
        <Button
          kind="danger"
          isDisabled={fetching}
          onPress={async () => {
            const { data, error } = await remove({ input: { dataset: id } });
            const refused = data?.deleteDataset.userErrors[0]?.message ?? (error && inWords(error));
            if (refused) return setProblem(refused);
            tell(strings.deleted(name));
            onDelete();
            onClose();
          }}
        >
          {strings.delete}
        </Button>{' '}
        <Button onPress={onClose}>{common.cancel}</Button>
      </p>
    </Dialog>
  );
}
