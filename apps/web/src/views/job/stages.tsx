import { Check } from 'lucide-react';
import type { JobState } from '../../graphql/follow-job.js';
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
  readonly state: JobState;
  /** Whether the head learns alone first. */
  readonly tunes: boolean;
}

/** What is behind, what is under way, what is to come. */
export function Stages({ chapter, state, tunes }: Props) {
  const shown = STAGES.filter((stage) => tunes || stage !== 'WARM_UP');
  const at = chapter?.stage ? shown.indexOf(chapter.stage) : 0;
  const done = state === 'SUCCEEDED' ? shown.length : at;
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
