import { train } from '../../strings/index.js';
import type { Dataset } from './train-queries.js';

export interface Readiness {
  /** Why training cannot begin; undefined where it can. */
  readonly obstacle: string | undefined;
  /** What would make it better. */
  readonly advice: readonly string[];
  /** Whether some class has many times the pictures of another. */
  readonly isUnbalanced: boolean;
}

const FEW = 20;
/** Of a class: one to learn from, one to choose the epoch, one to test. */
const LEAST = 3;
const UNBALANCED = 3;
/** Classes named one by one. */
const NAMED = 3;

/** What is missing for a training, and what is only less than it could be. */
export function readinessOf(dataset: Dataset): Readiness {
  return dataset.task === 'SINGLE_LABEL' ? toTellApart(dataset) : toSayMore(dataset);
}

/** Several labels or numbers: how many pictures of each there should be depends on what they have in common. */
function toSayMore({ pictureCount, badFileCount }: Dataset): Readiness {
  const strings = train.ready;
  return {
    obstacle: pictureCount < LEAST ? strings.tooFewAtAll : undefined,
    advice: badFileCount > 0 ? [strings.bad(badFileCount)] : [],
    isUnbalanced: false,
  };
}

function toTellApart({ classes, badFileCount }: Dataset): Readiness {
  const strings = train.ready;
  const filled = classes.filter(({ pictures }) => pictures > 0).sort((a, b) => b.pictures - a.pictures);
  const [most] = filled;
  const least = filled.at(-1);
  const few = filled.filter(({ pictures }) => pictures < FEW);
  const times = most && least ? Math.floor(most.pictures / least.pictures) : 1;
  const isUnbalanced = times >= UNBALANCED;
  return {
    obstacle: obstacleOf(filled),
    advice: [
      ...classes.filter(({ pictures }) => pictures === 0).map(({ label }) => strings.emptyClass(label)),
      ...(few.length > NAMED
        ? [strings.fewMany(few.length)]
        : few.map(({ label, pictures }) => strings.few(label, pictures))),
      ...(isUnbalanced && most && least ? [strings.unbalanced(most.label, least.label, times)] : []),
      ...(badFileCount > 0 ? [strings.bad(badFileCount)] : []),
    ],
    isUnbalanced,
  };
}

/** @param filled classes with pictures, largest first. */
function obstacleOf(filled: Dataset['classes']): string | undefined {
  const strings = train.ready;
  const [most] = filled;
  if (!most) return strings.noPictures;
  if (filled.length < 2) return strings.oneClass(most.label);
  return most.pictures < LEAST ? strings.tooFew : undefined;
}
