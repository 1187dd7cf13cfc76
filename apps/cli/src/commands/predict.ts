import { ImageError, loadModel, type Model } from '@graft/core';
import type { Command } from 'commander';
import pc from 'picocolors';
import { modelPlace } from '../model-place.js';
import { wholeNumber } from '../options/numbers.js';
import { BAD_INPUT } from '../terminal/failure.js';
import { percent } from '../terminal/format.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { printResult } from '../terminal/output.js';

/** Pictures decoded and predicted together; bounds the memory that thousands of files take. */
const BATCH_SIZE = 32;

interface PredictFlags {
  top: number;
  json?: boolean;
}

/** One entry of the `--json` document; `error` where the picture cannot be read. */
interface Answer {
  file: string;
  labels: { label: string; probability: number }[];
  error?: { code: string; message: string };
}

export function addPredictCommand(program: Command): void {
  program
    .command('predict')
    .description('Say what pictures show.')
    .argument('<bundle>', 'folder of a saved model')
    .argument('<image...>', 'picture files')
    .option('--top <k>', 'how many labels per picture', wholeNumber(1), 3)
    .option('--json', 'one JSON document on stdout')
    .action(async (bundle: string, images: string[], flags: PredictFlags) => {
      const model = await loadModel(await modelPlace(bundle));
      const answers = await withInterrupt('Stopping…', (signal) =>
        predictAll(model, images, flags.top, signal),
      );
      model.dispose();
      printResult(flags.json, answers, () => answers.map(answerText).join('\n'));
      for (const { file, error } of answers) {
        if (error)
          process.stderr.write(`${pc.red(`Error ${error.code}:`)} ${nameFile(file, error.message)}\n`);
      }
      if (answers.some(({ error }) => error)) process.exitCode = BAD_INPUT;
    });
}

async function predictAll(
  model: Model,
  files: readonly string[],
  topK: number,
  signal: AbortSignal,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < files.length; start += BATCH_SIZE) {
    signal.throwIfAborted();
    answers.push(...(await predictBatch(model, files.slice(start, start + BATCH_SIZE), topK)));
  }
  return answers;
}

/** A picture that cannot be read spoils its batch; then each one is asked about on its own, so the others are answered. */
async function predictBatch(model: Model, files: readonly string[], topK: number): Promise<Answer[]> {
  try {
    const predictions = await model.predict(files, { topK });
    return files.map((file, index) => ({ file, labels: predictions[index]! }));
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    if (files.length > 1)
      return (await Promise.all(files.map((file) => predictBatch(model, [file], topK)))).flat();
    return [{ file: files[0]!, labels: [], error: { code: error.code, message: error.message } }];
  }
}

function answerText({ file, labels, error }: Answer): string {
  if (error) return `${file}: ${pc.red('cannot be read')}`;
  return `${file}: ${labels.map(({ label, probability }) => `${label} ${percent(probability)}`).join(', ')}`;
}

function nameFile(file: string, message: string): string {
  return message.includes(file) ? message : `${file}: ${message}`;
}
