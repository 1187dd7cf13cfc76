import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleFacts } from '../bundle/example.js';
import { createRandom } from '../random.js';
import { reportPage } from './report-page.js';

const CHROMIUM =
  process.env.GRAFT_CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const reason = CHROMIUM ? '' : ' (skipped: no Chromium here; GRAFT_CHROMIUM names one)';

/** Screenshots are kept where this names a folder, to be looked at. */
const KEEP = process.env.GRAFT_SCREENSHOTS;

describe.skipIf(!CHROMIUM)(`the page of a run in a real browser${reason}`, () => {
  let browser: Browser;
  let address: string;
  let folder: string;

  beforeAll(async () => {
    folder = KEEP ?? (await mkdtemp(join(tmpdir(), 'graft-report-')));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'report.html'), await wholePage());
    address = pathToFileURL(join(folder, 'report.html')).href;
    // As root, which CI is, Chromium's own sandbox refuses to work.
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each([
      ['wide', 1280],
      ['narrow', 390],
    ])(
      'opens from disk on a %s screen: no request, no word on the console, nothing cut off',
      async (name, width) => {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
        const heard: string[] = [];
        page.on('request', (request) => {
          if (request.url() !== address && !request.url().startsWith('data:')) heard.push(request.url());
        });
        page.on('console', (message) => heard.push(message.text()));
        page.on('pageerror', (error) => heard.push(String(error)));
        await page.goto(address, { waitUntil: 'load' });
        expect(heard).toEqual([]);

        const shot = await page.screenshot({ fullPage: true });
        if (KEEP) await writeFile(join(folder, `${colorScheme}-${name}.png`), shot);
        const [seen] = await page.locator('main').evaluateAll(([main]) => {
          const boxes = [...main!.querySelectorAll('section > figure svg, .row svg, .mistakes img')].map(
            (element) => element.getBoundingClientRect(),
          );
          return [
            {
              scrolls: document.documentElement.scrollWidth > document.documentElement.clientWidth,
              empty: boxes.filter(({ width, height }) => width < 20 || height < 20).length,
              cutOff: boxes.filter(({ right }) => right > document.documentElement.clientWidth).length,
              drawings: boxes.length,
            },
          ];
        });
        expect(seen).toEqual({ scrolls: false, empty: 0, cutOff: 0, drawings: expect.any(Number) });
        expect(seen!.drawings).toBeGreaterThanOrEqual(10);

        // The paper is light or dark as the reader's system is, and the text can be read on it.
        const corner = await sharp(shot)
          .extract({ left: 1, top: 1, width: 8, height: 8 })
          .greyscale()
          .stats();
        const paper = corner.channels[0]!.mean;
        if (colorScheme === 'light') expect(paper).toBeGreaterThan(200);
        else expect(paper).toBeLessThan(60);
        await page.close();
      },
    );
  });
});

/** A made-up run on three labels with something in every section, and a label that is markup. */
async function wholePage(): Promise<string> {
  const labels = ['cat', 'dog', '<b>owl</b> & "friends"'];
  const random = createRandom(1);
  const samples = Array.from({ length: 90 }, (_, i) => {
    const actual = i % 3;
    const logits = labels.map((_, label) => random.normal() + (label === actual ? 2.2 : 0));
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    const probabilities = logits.map((logit) => Math.exp(logit) / sum);
    const predicted = labels[probabilities.indexOf(Math.max(...probabilities))]!;
    return {
      id: `${labels[actual]}/${i}.png`,
      split: 'test' as const,
      actual: labels[actual]!,
      predicted,
      probabilities,
    };
  });
  const map = Array.from({ length: 240 }, (_, i) => {
    const [label, angle] = [labels[i % 3]!, ((i % 3) * 2 * Math.PI) / 3];
    const place = {
      x: Math.cos(angle) / 2 + random.normal() / 8,
      y: Math.sin(angle) / 2 + random.normal() / 8,
    };
    if (i < 150) return { id: `${i}`, split: 'train' as const, label, ...place };
    return { id: `${i}`, split: 'test' as const, label, predicted: i % 11 ? label : labels[0]!, ...place };
  });
  const wrong = samples.filter(({ actual, predicted }) => actual !== predicted);
  const confusion = labels.map((actual) =>
    labels.map(
      (predicted) =>
        samples.filter((sample) => sample.actual === actual && sample.predicted === predicted).length,
    ),
  );
  const picture = async (hue: number) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="144" height="144"><rect width="144" height="144" fill="hsl(${hue},40%,70%)"/><circle cx="72" cy="72" r="40" fill="hsl(${hue + 90},70%,50%)"/></svg>`;
    return `data:image/jpeg;base64,${(await sharp(Buffer.from(svg)).jpeg().toBuffer()).toString('base64')}`;
  };
  const reliability = (error: number) => ({
    expectedCalibrationError: error,
    bins: [0.45, 0.65, 0.75, 0.85, 0.95].map((confidence) => ({
      count: 18,
      confidence,
      accuracy: confidence - error,
    })),
  });
  const base = exampleFacts();
  const facts = exampleFacts({
    labels,
    metrics: {
      ...base.metrics,
      test: {
        ...base.metrics.test,
        accuracy: 1 - wrong.length / 90,
        count: 90,
        perClass: labels.map((label) => ({ label, precision: 0.8, recall: 0.75, f1: 0.77, support: 30 })),
        confusion,
        mistakes: wrong.map(({ id, actual, predicted, probabilities }) => ({
          id,
          actual,
          predicted,
          probability: Math.max(...probabilities),
          actualProbability: probabilities[labels.indexOf(actual)]!,
          neighbours: [0, 1, 2].map((i) => ({
            id: `${predicted}/${i}.png`,
            label: predicted,
            similarity: 0.9 - i / 10,
          })),
        })),
      },
    },
    history: Array.from({ length: 12 }, (_, i) => ({
      ...base.history[0]!,
      phase: i < 4 ? ('warm-up' as const) : ('training' as const),
      epoch: i + 1,
      loss: 1 / (i + 1),
      validationLoss: 1.2 / (i + 1) + 0.1,
    })),
    calibration: { temperature: 1.5, samples: 40, before: reliability(0.08), after: reliability(0.02) },
    abstention: {
      distance: 0.5,
      margin: 1,
      curve: [0.5, 0.7, 0.9, 1].map((asked) => ({ asked, coverage: asked, error: asked / 10 })),
    },
  });
  const pictures = new Map<string, string>();
  for (const [i, { id }] of wrong.entries()) pictures.set(id, await picture(i * 40));
  const heatMaps = new Map<string, string>();
  for (const { id } of wrong.slice(0, 8)) heatMaps.set(id, await picture(240));
  return reportPage(facts, { pictures, heatMaps, predictions: samples, map });
}
