import type { ModelFacts } from '../bundle/manifest.js';
import { percent } from './format.js';
import { type Html, html } from './html.js';

type Mistake = ModelFacts['metrics']['test']['mistakes'][number];

/** Mistakes of each kind that are shown. */
const SHOWN = 8;

/** What a page may show of pictures. */
export interface ShownPictures {
  /** `data:` addresses by sample id; a picture that is missing is named only. */
  readonly pictures?: ReadonlyMap<string, string>;
  /** The same, of pictures under the heat map of the wrong label. */
  readonly heatMaps?: ReadonlyMap<string, string>;
  /** False leaves out the names of files as well; default true. */
  readonly names?: boolean;
}

/** The pictures that say most about a model: those that it is surely wrong about. */
export function mistakesSection(facts: ModelFacts, shown: ShownPictures): Html | undefined {
  const { confident, worst } = shownMistakes(facts.metrics.test.mistakes);
  if (confident.length === 0) return undefined;
  const list = (mistakes: readonly Mistake[]) =>
    html`<div class="mistakes">${mistakes.map((mistake) => figure(mistake, shown))}</div>`;
  return html`<section>
<h2>Mistakes</h2>
<p>${facts.metrics.test.mistakes.length} of ${facts.metrics.test.count} test pictures got a wrong label. Below each, the training pictures with the
most similar features: a neighbour with the wrong label is where the model learned it, or a label to correct.${
    shown.heatMaps?.size
      ? ' The coloured copy shows where the model saw the wrong label, from blue (nothing) to red.'
      : ''
  }</p>
<h3>Most confident</h3>
${list(confident)}
${worst.length > 0 ? html`<h3>Worst: the right label got least</h3>${list(worst)}` : undefined}
</section>`;
}

/** The first ones by the probability of the wrong label, and of the others those by the least of the right one. */
export function shownMistakes<Each extends Mistake>(
  mistakes: readonly Each[],
): { confident: readonly Each[]; worst: readonly Each[] } {
  const confident = mistakes.slice(0, SHOWN);
  const worst = mistakes
    .slice(SHOWN)
    .filter(({ actualProbability }) => actualProbability !== undefined)
    .sort((a, b) => a.actualProbability! - b.actualProbability!)
    .slice(0, SHOWN);
  return { confident, worst };
}

function figure(mistake: Mistake, shown: ShownPictures): Html {
  const { id, actual, predicted, probability, actualProbability, neighbours = [] } = mistake;
  const heatMap = shown.heatMaps?.get(id);
  const name = shown.names === false ? undefined : html`<br><small>${id}</small>`;
  const near = ({ id, label, similarity }: (typeof neighbours)[number]) =>
    html`<span title="${shown.names === false ? '' : id}">${picture(id, shown)}<small class="${label === actual ? 'agrees' : 'differs'}">${label} ${similarity.toFixed(2)}</small></span>`;
  return html`<figure class="mistake">
<div class="${heatMap ? 'pair' : 'single'}">${picture(id, shown)}${heatMap ? html`<img src="${heatMap}" alt="where ${predicted} was seen">` : undefined}</div>
<figcaption><b>${predicted}</b> ${percent(probability)}<br>is ${actual}${actualProbability === undefined ? '' : ` ${percent(actualProbability)}`}${name}</figcaption>
<div class="neighbours">${neighbours.map(near)}</div>
</figure>`;
}

/** A page without names is one without pictures, where empty frames would only be in the way. */
function picture(id: string, { pictures, names = true }: ShownPictures): Html | undefined {
  if (!names) return undefined;
  const address = pictures?.get(id);
  return address ? html`<img src="${address}" alt="${id}">` : html`<span class="absent">no picture</span>`;
}
