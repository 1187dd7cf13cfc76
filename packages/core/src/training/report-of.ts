import type * as tf from '@tensorflow/tfjs';
import type { ModelFacts } from '../bundle/manifest.js';
import type { Metrics } from '../evaluation/types.js';
import { shownMistakes } from '../report/mistakes.js';
import { smallPictures } from '../report/pictures.js';
import { type ReportMaterial, reportPage } from '../report/report-page.js';
import { mistakeHeatMaps } from './mistake-heat-maps.js';

export interface ReportOptions extends Pick<ReportMaterial, 'predictions' | 'map'> {
  /** False: neither pictures nor their names. */
  readonly pictures: boolean;
  /** Frozen part and trained part, for heat maps; undefined where there is no such network. */
  readonly networks?: readonly [frozen: tf.LayersModel, trained: tf.LayersModel];
}

/** The run's page, with the pictures that it shows as they are on this machine now. */
export async function reportOf(
  facts: ModelFacts,
  { mistakes }: Metrics,
  { pictures, networks, ...material }: ReportOptions,
): Promise<string> {
  if (!pictures) return reportPage(facts, { ...material, names: false });
  const { confident, worst } = shownMistakes(mistakes);
  const shown = [...confident, ...worst].flatMap((mistake) => [mistake, ...(mistake.neighbours ?? [])]);
  return reportPage(facts, {
    ...material,
    pictures: await smallPictures(shown),
    heatMaps: networks && (await mistakeHeatMaps(networks, [...confident, ...worst], facts)),
  });
}
