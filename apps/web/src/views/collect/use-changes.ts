import { useMemo } from 'react';
import { useClient } from 'urql';
import { collect as strings } from '../../strings/index.js';
import { tell } from '../../ui/toasts.js';
import { changesOf } from './changes.js';
import { labelsOf, saidOf } from './shown.js';
import type { Collection } from './use-collection.js';
import type { Picture } from './use-pictures.js';

export interface LabelChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** What a picture shows from now on, by what it showed. */
type LabelsFor = (old: readonly string[]) => readonly string[];

/** Changes of a collection with a word about each and the way back. @param onChange something is another than before. */
export function useChanges({ id: dataset, task }: Collection, onChange: () => void) {
  const client = useClient();
  return useMemo(() => {
    const changes = changesOf(client, dataset);
    const putBack = async (removal: string, done: string) => {
      tell((await changes.restore(removal)).problem || done);
      onChange();
    };
    /** Until one is refused. */
    const relabel = async (pictures: readonly Picture[], labelsFor: LabelsFor) => {
      for (const [old, group] of byLabel(pictures)) {
        const said = saidOf(task, labelsFor(labelsOf(task, old)));
        const { problem } = await changes.relabel(
          group.map(({ id }) => id),
          said,
        );
        if (problem) return problem;
      }
      return '';
    };
    const relabelWithWayBack = async (pictures: readonly Picture[], labelsFor: LabelsFor, done: string) => {
      const problem = await relabel(pictures, labelsFor);
      onChange();
      if (problem) return tell(problem);
      tell(done, async () => {
        const failed = await relabel(pictures, (old) => old);
        if (failed) tell(failed);
        onChange();
      });
    };
    return {
      ...changes,
      changed: onChange,
      /** Gives pictures this label; of several labels it becomes one more. */
      move: (pictures: readonly Picture[], label: string) =>
        relabelWithWayBack(
          pictures,
          (old) => (task === 'SINGLE_LABEL' ? [label] : [...old, label]),
          task === 'SINGLE_LABEL' ? strings.moved(pictures.length, label) : strings.labelled(pictures.length),
        ),
      /** Where pictures have several labels. */
      changeLabels: (pictures: readonly Picture[], { add, remove }: LabelChange) =>
        relabelWithWayBack(
          pictures,
          (old) => [...new Set([...old, ...add])].filter((label) => !remove.includes(label)),
          strings.labelled(pictures.length),
        ),
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
  }, [client, dataset, task, onChange]);
}

function byLabel(pictures: readonly Picture[]): Map<string, Picture[]> {
  const groups = new Map<string, Picture[]>();
  for (const picture of pictures) groups.set(picture.label, [...(groups.get(picture.label) ?? []), picture]);
  return groups;
}
