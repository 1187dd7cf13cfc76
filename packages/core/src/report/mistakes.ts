import type { ModelFacts } from '../bundle/manifest.js';
import { percent } from './format.js';
import { type Html, html } from './html.js';

type Mistake = ModelFacts['metrics']['test']['mistakes'][number];

/** Mistakes of each kind that are shown. */
const SHOWN = 8;

/** The pictures that say most about a model: those that it is surely wrong about. */
export function mistakesSection(facts: ModelFacts, pictures: ReadonlyMap<string, string>): Html | undefined {
  const { confident, worst } = shownMistakes(facts.metrics.test.mistakes);
  if (confident.length === 0) return undefined;
  const list = (mistakes: readonly Mistake[]) =>
    html`<div class="mistakes">${mistakes.map((mistake) => figure(mistake, pictures))}</div>`;
  return html`<section>
<h2>Mistakes</h2>
<p>${facts.metrics.test.mistakes.length} of ${facts.metrics.test.count} test pictures got a wrong label. Below each, the training pictures with the
most similar features: a neighbour with the wrong label is where the model learned it, or a label to correct.</p>
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

function figure(mistake: Mistake, pictures: ReadonlyMap<string, string>): Html {
  const { id, actual, predicted, probability, actualProbability, neighbours = [] } = mistake;
  return html`<figure class="mistake">
${picture(id, pictures)}
<figcaption><b>${predicted}</b> ${percent(probability)}<br>is ${actual}${actualProbability === undefined ? '' : ` ${percent(actualProbability)}`}<br><small>${id}</small></figcaption>
<div class="neighbours">${neighbours.map(
    ({ id, label, similarity }) =>
      html`<span title="${id}">${picture(id, pictures)}<small class="${label === actual ? 'agrees' : 'differs'}">${label} ${similarity.toFixed(2)}</small></span>`,
  )}</div>
</figure>`;
}

function picture(id: string, pictures: ReadonlyMap<string, string>): Html {
  const address = pictures.get(id);
  return address ? html`<img src="${address}" alt="${id}">` : html`<span class="absent">no picture</span>`;
}
