import { useMemo } from 'react';
import { useClient } from 'urql';
import { collect as strings } from '../../strings/index.js';
import { tell } from '../../ui/toasts.js';
import { changesOf } from './changes.js';
import type { Picture } from './use-pictures.js';

/** Changes of a collection with a word about each and the way back. @param onChange something is another than before. */
export function useChanges(dataset: string, onChange: () => void) {
  const client = useClient();
  return useMemo(() => {
    const changes = changesOf(client, dataset);
    const putBack = async (removal: string, done: string) => {
      tell((await changes.restore(removal)).problem || done);
      onChange();
    };
    const relabel = async (pictures: readonly Picture[], label: string) => {
      const ids = pictures.map(({ id }) => id);
      return (await changes.relabel(ids, label)).problem;
    };
    return {
      ...changes,
      changed: onChange,
      async move(pictures: readonly Picture[], label: string) {
        const problem = await relabel(pictures, label);
        onChange();
        if (problem) return tell(problem);
        tell(strings.moved(pictures.length, label), async () => {
          for (const [old, group] of byLabel(pictures)) {
            const failed = await relabel(group, old);
            if (failed) tell(failed);
          }
          onChange();
        });
      },
      async removePictures(pictures: readonly Picture[]) {
        const { problem, removal } = await changes.remove(pictures.map(({ id }) => id));
        onChange();
        if (problem) return tell(problem);
        tell(
          strings.removed(pictures.length),
          removal ? () => void putBack(removal, strings.putBack(pictures.length)) : undefined,
        );
      },
      async removeWholeClass(label: string) {
        const { problem, removal } = await changes.removeClass(label);
        onChange();
        if (problem) return tell(problem);
        tell(strings.classDeleted(label), async () => {
          await changes.addClass(label);
          if (removal) await changes.restore(removal);
          onChange();
        });
      },
    };
  }, [client, dataset, onChange]);
}

function byLabel(pictures: readonly Picture[]): Map<string, Picture[]> {
  const groups = new Map<string, Picture[]>();
  for (const picture of pictures) groups.set(picture.label, [...(groups.get(picture.label) ?? []), picture]);
  return groups;
}
