import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { personAt } from './hands.mjs';

const TRAINED_WITHIN_MS = 20 * 60_000;
const GOAL = { totalSeconds: 180, workSeconds: 60 };
const PICTURE = /^\.(jpe?g|png|webp|avif|gif|tiff?)$/i;

/**
 * From an empty service to a prediction, by what a person would click. Says every step with its time.
 *
 * @param {{ page: import('playwright-core').Page, url: string, data: string, pictures: string }} options `data`: a folder with
 * a folder for each class; `pictures`: where screenshots go.
 */
export async function tellStory({ page, url, data, pictures }) {
  const person = personAt(page);
  const startedMs = performance.now();
  let shots = 0;
  const step = async (/** @type {string} */ text) => {
    const seconds = (performance.now() - startedMs) / 1000;
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${text}`);
    const name = `${String(++shots).padStart(2, '0')}.png`;
    await page.screenshot({ path: join(pictures, name) });
  };
  /** A view of its own: it is there when its title is. @param {RegExp} address */
  const arrival = async (address) => {
    await page.waitForURL(address);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  page.setDefaultTimeout(60_000);

  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await step('The page is open');

  await person.type(page.getByLabel('Name', { exact: true }), basename(data).replaceAll('-', ' '));
  await person.click(page.getByRole('button', { name: 'Create' }));
  await arrival(/\/datasets\//);
  await step('A collection is made');

  await person.pick(page.getByRole('button', { name: 'Add a folder' }).first(), data);
  await page.getByText(/^\d.* files? done\.$/).waitFor({ timeout: TRAINED_WITHIN_MS });
  const lead = page.getByText(/^[1-9][\d,]* pictures? in \d+ class/).first();
  await step(`The folder is uploaded: ${await lead.textContent()}`);

  await person.click(page.getByRole('link', { name: 'Train', exact: true }));
  await page.waitForURL(/\/train$/);
  await page.getByText(/^Takes about/).waitFor();
  await step(`Ready to train. ${await page.getByText(/^Takes about/).textContent()}`);
  await person.click(page.getByRole('button', { name: 'Train', exact: true }));
  await arrival(/\/jobs\//);
  await step('Training');
  await page.getByRole('link', { name: /^Look at the model/ }).waitFor({ timeout: TRAINED_WITHIN_MS });
  await step(
    `Trained: ${await page
      .getByText(/test pictures right$/)
      .first()
      .textContent()}`,
  );

  await person.click(page.getByRole('link', { name: /^Look at the model/ }));
  await arrival(/\/models\//);
  await page.getByText(/^On new pictures like these/).waitFor();
  await page.waitForLoadState('networkidle');
  await step('What it got right and wrong');

  const { label, file } = onePicture(data);
  await person.click(page.getByRole('tab', { name: 'Predict' }));
  await person.pick(page.getByRole('button', { name: 'Choose pictures' }), file);
  const answer = page.getByRole('listitem').filter({ hasText: basename(file) });
  await answer.getByText('%').first().waitFor();
  const [best, probability] = await answer.getByRole('listitem').first().locator('> *').allTextContents();
  await step(`${basename(file)}, one of ${label}: ${best}, ${probability}`);

  const total = (performance.now() - startedMs) / 1000;
  const work = person.workedMs / 1000;
  const held = total <= GOAL.totalSeconds && work <= GOAL.workSeconds;
  console.log(
    `From nothing to a prediction in ${Math.round(total)} s, of which the user worked ${Math.round(work)} s ` +
      `(goal: under ${GOAL.totalSeconds} s and ${GOAL.workSeconds} s, ${held ? 'held' : 'missed'}).`,
  );
}

/** One that was not trained on where the data have some set aside. @param {string} data */
function onePicture(data) {
  const files = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && PICTURE.test(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const file = files.find((path) => path.slice(data.length).startsWith('/test/')) ?? files[0];
  if (!file) throw new Error(`There is no picture below ${data}.`);
  return { label: basename(dirname(file)), file };
}
