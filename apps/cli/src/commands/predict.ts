import {
  ImageError,
  type LabelProbability,
  loadModel,
  loadTargetModel,
  type Model,
  type PredictOptions,
  type Storage,
} from '@graft/core';
import type { Command } from 'commander';
import pc from 'picocolors';
import { modelPlace, taskAt } from '../model-place.js';
import { wholeNumber } from '../options/numbers.js';
import { addViewsOption, type ViewFlags } from '../options/views.js';
import { BAD_INPUT } from '../terminal/failure.js';
import { percent } from '../terminal/format.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';
import { targetAnswerText } from '../terminal/target-report.js';

/** Pictures decoded and predicted together; bounds the memory that thousands of files take. */
const BATCH_SIZE = 32;

interface PredictFlags extends ViewFlags {
  top: number;
  abstain?: boolean;
  json?: boolean;
}

/** One entry of the `--json` document; `error` where the picture cannot be read. */
interface Answer {
  file: string;
  labels: LabelProbability[];
  error?: { code: string; message: string };
}

export function addPredictCommand(program: Command): void {
  const command = program
    .command('predict')
    .description('Say what pictures show.')
    .argument('<bundle>', 'folder of a saved model')
    .argument('<image...>', 'picture files')
    .option('--top <k>', 'how many labels per picture', wholeNumber(1), 3)
    .option('--abstain', 'say "unknown" of pictures that resemble no label enough')
    .option('--json', 'one JSON document on stdout');
  addViewsOption(command).action(async (bundle: string, images: string[], flags: PredictFlags) => {
    const place = await modelPlace(bundle);
    if ((await taskAt(place)) !== 'single-label') {
      const answers = await predictTargets(place, images, flags.tta);
      printResult(flags.json, answers, () =>
        answers.map(({ file, ...answer }) => targetAnswerText(file, answer)).join('\n'),
      );
      return;
    }
    const model = await loadModel(place);
    const answers = await withInterrupt('Stopping…', (signal) =>
      predictAll(model, images, { topK: flags.top, abstain: flags.abstain, views: flags.tta }, signal),
    );
    model.dispose();
    printResult(flags.json, answers, () => answers.map(answerText).join('\n'));
    for (const { file, error } of answers) {
      if (error) process.stderr.write(`${pc.red(`Error ${error.code}:`)} ${nameFile(file, error.message)}\n`);
    }
    if (answers.some(({ error }) => error)) process.exitCode = BAD_INPUT;
  });
}

/** Pictures with several labels each, or numbers. */
async function predictTargets(place: string | Storage, files: readonly string[], views?: number) {
  const model = await loadTargetModel(place);
  try {
    const answers = await model.predict(files, { views });
    return files.map((file, i) => ({ file, ...answers[i]! }));
  } finally {
    model.dispose();
  }
}

async function predictAll(
  model: Model,
  files: readonly string[],
  options: PredictOptions,
  signal: AbortSignal,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < files.length; start += BATCH_SIZE) {
    signal.throwIfAborted();
    const batch = files.slice(start, start + BATCH_SIZE);
    const predictions = await model.predictEach(batch, options);
    answers.push(...batch.map((file, i) => answerOf(file, predictions[i]!)));
  }
  return answers;
}

function answerOf(file: string, prediction: LabelProbability[] | ImageError): Answer {
  if (!(prediction instanceof ImageError)) return { file, labels: prediction };
  const { code, message } = prediction;
  return { file, labels: [], error: { code, message } };
}

function answerText({ file, labels, error }: Answer): string {
  if (error) return `${file}: ${pc.red('cannot be read')}`;
  const listed = labels.map(({ label, probability }) => `${label} ${percent(probability)}`).join(', ');
  return labels[0]?.unknown ? `${file}: ${pc.yellow('unknown')} (nearest: ${listed})` : `${file}: ${listed}`;
}

function nameFile(file: string, message: string): string {
  return message.includes(file) ? message : `${file}: ${message}`;
}
