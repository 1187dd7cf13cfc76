import { Check } from 'lucide-react';
import { job as strings } from '../../strings/index.js';
import styles from './job.module.css';
import type { Chapter, Stage } from './story.js';

const STAGES: readonly Stage[] = [
  'DATASET',
  'WEIGHTS',
  'FEATURES',
  'WARM_UP',
  'TRAINING',
  'EVALUATION',
  'SAVING',
];

interface Props {
  readonly chapter: Chapter | undefined;
  /** Whether the head learns alone first. */
  readonly tunes: boolean;
}

/** What is behind, what is under way, what is to come. */
export function Stages({ chapter, tunes }: Props) {
  const shown = STAGES.filter((stage) => tunes || stage !== 'WARM_UP');
  const done = chapter?.stage ? shown.indexOf(chapter.stage) : 0;
  return (
    <ol className={styles.stages} aria-label={strings.stagesLabel}>
      {shown.map((stage, i) => (
        <li key={stage} aria-current={i === done ? 'step' : undefined} data-done={i < done || undefined}>
          <span className={styles.mark}>{i < done && <Check aria-hidden size={13} strokeWidth={3} />}</span>
          {strings.stages[stage]}
          {i < done && <span className="visually-hidden">, {strings.stageDone}</span>}
        </li>
      ))}
    </ol>
  );
}
