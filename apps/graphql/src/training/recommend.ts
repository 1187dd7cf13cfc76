import type { App } from '../app.js';
import { childrenOf } from '../jobs/find-job.js';
import type { JobRow } from '../jobs/job-handler.js';
import type { ModelRow } from '../models/find-model.js';
import { labelFacts } from '../models/task.js';

export interface Recommendation {
  readonly model: ModelRow;
  readonly reason: string;
}

/**
 * Which of a comparison's two models to use. The fine-tuned one has to be better by more than chance: its accuracy must lie
 * above the other's 95% interval on the same test pictures. Otherwise the one that learned only a head is as good, and
 * smaller, faster to train again and less likely to have learned the pictures by heart.
 *
 * @returns undefined while there are not two models.
 */
export async function recommend(
  app: Pick<App, 'db'>,
  comparison: JobRow,
): Promise<Recommendation | undefined> {
  const ids = (await childrenOf(app, comparison)).map(({ id }) => id);
  if (ids.length === 0) return undefined;
  const models = await app.db.selectFrom('models').selectAll().where('job_id', 'in', ids).execute();
  const byStrategy = (name: string) => models.find(({ manifest }) => manifest.strategy.name === name);
  const extracted = byStrategy('feature-extraction');
  const tuned = byStrategy('fine-tuning');
  const [metrics, tunedMetrics] = [extracted, tuned].map(
    (model) => model && labelFacts(model.manifest)?.metrics.test,
  );
  if (!extracted || !tuned || !metrics || !tunedMetrics) return undefined;
  const { accuracy, interval } = metrics;
  const tunedAccuracy = tunedMetrics.accuracy;
  const figures = `Fine-tuning reached ${percent(tunedAccuracy)}, feature extraction ${percent(accuracy)} (95% interval ${percent(interval[0])} to ${percent(interval[1])})`;
  return tunedAccuracy > interval[1]
    ? { model: tuned, reason: `${figures}: better by more than chance.` }
    : { model: extracted, reason: `${figures}: no clear gain, so the simpler model.` };
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)}%`;
}
