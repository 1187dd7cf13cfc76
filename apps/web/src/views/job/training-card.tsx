import { job as strings } from '../../strings/index.js';
import { Card } from '../../ui/card.js';
import { Problem } from '../../ui/problem.js';
import { Progress } from '../../ui/progress.js';
import styles from './job.module.css';
import type { Training } from './job-query.js';
import { LearningCurves } from './learning-curves.js';
import { Outcome } from './outcome.js';
import { Stages } from './stages.js';
import type { Chapter } from './story.js';

interface Props {
  readonly job: Training;
  readonly chapter: Chapter | undefined;
  /** Whether a comparison recommends its model. */
  readonly isRecommended?: boolean;
}

/** One training: where it is, what it has learned so far, what it gave. Other jobs have only the first. */
export function TrainingCard({ job, chapter, isRecommended = false }: Props) {
  const state = chapter?.state ?? job.state;
  const { training, model } = job;
  const epochs = chapter?.epochs ?? [];
  return (
    <Card
      title={training ? (strings.strategies[training.strategy] ?? training.strategy) : strings.state[state]}
      actions={training && <span className={styles.on}>{strings.on(training.backbone)}</span>}
    >
      {state === 'SUCCEEDED' && model && <Outcome model={model} isRecommended={isRecommended} />}
      {state === 'SUCCEEDED' && training && !model && <p>{strings.modelDeleted}</p>}
      {state === 'FAILED' && <Problem>{strings.failed(chapter?.error ?? '')}</Problem>}
      {state === 'CANCELED' && <p className={styles.note}>{strings.cancelled}</p>}
      {state === 'QUEUED' && (
        <>
          <Progress label={strings.state.QUEUED} text=" " />
          <p className={styles.details}>{strings.workerHint}</p>
        </>
      )}
      {state === 'RUNNING' && <Running chapter={chapter} cancelRequested={job.cancelRequested} />}
      {training && state !== 'QUEUED' && state !== 'SUCCEEDED' && (
        <Stages chapter={chapter} tunes={training.strategy === 'fine-tuning'} />
      )}
      {training && (epochs.length > 0 || state === 'RUNNING') && <LearningCurves epochs={epochs} />}
      {chapter && chapter.notices.length > 0 && (
        <ul className={styles.notices} aria-label={strings.notices}>
          {chapter.notices.map(({ level, message }) => (
            <li key={message} data-level={level}>
              {message}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Running({
  chapter,
  cancelRequested,
}: {
  readonly chapter: Chapter | undefined;
  readonly cancelRequested: boolean;
}) {
  const { stage = 'DATASET', progress, attempt = 1 } = chapter ?? {};
  const { epoch, epochs, secondsLeft, imagesPerSecond } = progress ?? {};
  const details = [
    epoch && epochs ? strings.epoch(epoch, epochs) : undefined,
    secondsLeft != null ? strings.left(secondsLeft) : undefined,
    imagesPerSecond != null ? strings.speed(imagesPerSecond) : undefined,
  ];
  return (
    <>
      <Progress
        label={strings.doing[stage]}
        value={progress?.progress}
        text={progress ? strings.done(progress.progress) : ' '}
      />
      <p className={styles.details}>{details.filter(Boolean).join(' · ')}</p>
      {attempt > 1 && <p className={styles.note}>{strings.attempt(attempt)}</p>}
      {cancelRequested && <p className={styles.note}>{strings.cancelling}</p>}
    </>
  );
}
