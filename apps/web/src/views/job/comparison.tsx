import { job as strings } from '../../strings/index.js';
import { Card } from '../../ui/card.js';
import styles from './job.module.css';
import type { Job } from './job-query.js';
import type { Story } from './story.js';
import { TrainingCard } from './training-card.js';

/** Both strategies side by side, and in the end which model to use. */
export function Comparison({ job, story }: { readonly job: Job; readonly story: Story }) {
  const { recommendation, children } = job;
  return (
    <>
      {recommendation && (
        <Card title={strings.result}>
          <p>{recommendation.reason}</p>
        </Card>
      )}
      <div className={styles.sideBySide}>
        {children.map((child) => (
          <TrainingCard
            key={child.id}
            job={child}
            chapter={story[child.id]}
            isRecommended={child.model !== null && child.model.id === recommendation?.model.id}
          />
        ))}
      </div>
    </>
  );
}
