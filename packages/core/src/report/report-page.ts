import type { ModelFacts } from '../bundle/manifest.js';
import type { MapPoint } from '../bundle/map-file.js';
import type { PredictedSample } from '../bundle/predictions-file.js';
import { calibrationErrorByChance } from '../evaluation/calibration.js';
import { baselinesChart, coverageChart, learningCurves, reliabilityDiagram } from './charts.js';
import { confusionSection, perClassSection } from './confusion.js';
import { documentPage } from './document-page.js';
import { dataSection, recipeSection } from './facts.js';
import { mapSection } from './feature-map.js';
import { percent } from './format.js';
import { type Html, html } from './html.js';
import { mistakesSection, type ShownPictures } from './mistakes.js';
import { rankingSection } from './ranking.js';

/** Nothing is fetched and nothing runs, whatever a label or a file is called. */

/** What a page shows beside the facts; what is left out has no section. */
export interface ReportMaterial extends ShownPictures {
  readonly predictions?: readonly PredictedSample[];
  readonly map?: readonly MapPoint[];
}

/**
 * A training run as one page that opens from disk, light or dark as the reader's system is, without network and scripts.
 *
 *     const page = await reportPage(await readManifest(storage, ''), { predictions: await readPredictions(storage, '') });
 */
export async function reportPage(facts: ModelFacts, material: ReportMaterial = {}): Promise<string> {
  const { predictions = [], map = [] } = material;
  const { dataset, calibration, abstention } = facts;
  const title = `${dataset.name}: ${facts.labels.length} labels`;
  const main = html`${header(facts, title)}
<section>
<h2>Beside simpler rules</h2>
<p>On the same test pictures. The line is the 95% interval of the model's accuracy.</p>
<figure>${await baselinesChart(facts.metrics)}</figure>
</section>
<section>
<h2>Learning</h2>
<div class="row">${(await learningCurves(facts.history)).map((curve) => html`<figure>${curve}</figure>`)}</div>
</section>
${perClassSection(facts)}
${confusionSection(facts)}
${await rankingSection(predictions, facts.labels)}
${calibration && (await calibrationSection(calibration))}
${abstention && (await abstentionSection(abstention))}
${mistakesSection(facts, material)}
${await mapSection(map)}
${dataSection(facts)}
${recipeSection(facts)}
<p><small>${held(material)}</small></p>`;
  return documentPage({ title, pictures: true, main });
}

/** For who passes the page on. */
function held({ pictures, names = true }: ReportMaterial): string {
  if (pictures?.size)
    return 'This page holds small copies of the pictures that it shows. `graft report --no-pictures` makes one without them.';
  return names
    ? 'This page holds names of pictures, but no pictures.'
    : 'This page holds no pictures and no names of files.';
}

function header(
  { metrics: { test }, calibration, labels, backbone, strategy }: ModelFacts,
  title: string,
): Html {
  const [low, high] = test.interval;
  const tile = (name: string, value: string, note: string) =>
    html`<div class="tile"><span>${name}</span><strong>${value}</strong><small>${note}</small></div>`;
  return html`<header>
<h1>${title}</h1>
<p>${strategy.name === 'fine-tuning' ? 'Fine-tuning' : 'Feature extraction'} from ${backbone.name}, tested on ${test.count} pictures that played no part in training.</p>
<div class="tiles">
${tile('Accuracy', percent(test.accuracy), `95% interval ${percent(low)} to ${percent(high)}`)}
${tile('Macro F1', percent(test.macroF1), `mean over ${labels.length} labels`)}
${tile('Log loss', test.logLoss.toFixed(3), 'nats')}
${
  calibration &&
  tile(
    'Calibration error',
    percent(calibration.after.expectedCalibrationError),
    `${percent(calibration.before.expectedCalibrationError)} before temperature scaling; by chance alone ${percent(calibrationErrorByChance(calibration.after.bins))}`,
  )
}
</div>
</header>`;
}

async function calibrationSection(calibration: NonNullable<ModelFacts['calibration']>): Promise<Html> {
  const { temperature, samples } = calibration;
  return html`<section>
<h2>Calibration</h2>
<p>Of answers given with 80%, 80% should be right: the closer to the dashed line, the better. Larger dots stand for more
test pictures. Logits are divided by ${temperature.toFixed(2)}, fitted on ${samples} validation pictures.</p>
<figure>${await reliabilityDiagram(calibration)}</figure>
</section>`;
}

async function abstentionSection(abstention: NonNullable<ModelFacts['abstention']>): Promise<Html> {
  return html`<section>
<h2>Saying "unknown"</h2>
<p>The model can leave pictures unanswered that lie far from its training pictures or between two labels. The fewer it
answers, the fewer answers are wrong.</p>
<figure>${await coverageChart(abstention)}</figure>
</section>`;
}
