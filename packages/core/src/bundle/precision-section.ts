import { percent } from './markdown.js';
import type { AnyFacts } from './target-manifest.js';

/** What int8 changed, for a model card; empty for a model in float32. */
export function precisionSection({ precision: report }: Pick<AnyFacts, 'precision'>): string {
  if (report?.used !== 'int8' || !report.change) return '';
  const { samples, relativeError, cosine, measure = 'accuracy', accuracy } = report.change;
  const speed = report.perSecond;
  return `## Precision

The frozen part computes in 8-bit integers, rounded with training pictures. On ${samples} training pictures its features differ from
those in float32 by ${percent(relativeError)} (cosine ${cosine.toFixed(4)}); a linear head's cross-validated ${measure} on them is ${percent(accuracy.int8)},
in float32 ${percent(accuracy.float32)}.${speed ? ` Where it was trained, it was ${(speed.int8 / speed.float32).toFixed(1)} times as fast.` : ''}
`;
}
