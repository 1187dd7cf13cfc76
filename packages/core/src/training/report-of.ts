import type { ModelFacts } from '../bundle/manifest.js';
import type { Metrics } from '../evaluation/types.js';
import { shownMistakes } from '../report/mistakes.js';
import { smallPictures } from '../report/pictures.js';
import { reportPage } from '../report/report-page.js';

/** The run's page, with the pictures that it shows as they are on this machine now. */
export async function reportOf(facts: ModelFacts, { mistakes }: Metrics): Promise<string> {
  const { confident, worst } = shownMistakes(mistakes);
  const shown = [...confident, ...worst].flatMap((mistake) => [mistake, ...(mistake.neighbours ?? [])]);
  return reportPage(facts, await smallPictures(shown));
}
