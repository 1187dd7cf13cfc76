import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import {
  drawHeatMap,
  EXPLANATION_METHODS,
  type ExplanationMethod,
  explainPrediction,
  fileStorage,
  OptionError,
} from '@graft/core';
import { type Command, Option } from 'commander';
import { modelPlace } from '../model-place.js';
import { percent } from '../terminal/format.js';
import { printResult } from '../terminal/output.js';

interface ExplainFlags {
  label?: string;
  method?: ExplanationMethod;
  out: string;
  json?: boolean;
}

const FORMATS = { '.png': 'png', '.webp': 'webp', '.jpg': 'jpeg', '.jpeg': 'jpeg' } as const;

export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('Draw where in a picture a saved model saw its label.')
    .argument('<bundle>', 'folder of a saved model')
    .argument('<image>', 'picture file')
    .option('--label <name>', "label to explain (default: the model's answer)")
    .addOption(
      new Option(
        '--method <name>',
        'grad-cam reads the network (default where it has layers); occlusion covers one place after the other',
      ).choices(EXPLANATION_METHODS),
    )
    .option('-o, --out <file>', 'picture to write: .png, .webp or .jpg', 'explanation.png')
    .option('--json', 'one JSON document on stdout')
    .action(async (bundle: string, image: string, { label, method, out, json }: ExplainFlags) => {
      const format = formatOf(out);
      const place = await modelPlace(bundle);
      const explanation = await explainPrediction(place, image, { label, method });
      const { heatMap, preprocessing, ...facts } = explanation;
      const drawn = await drawHeatMap(await readFile(image), heatMap, {
        resize: preprocessing.resize,
        format,
      });
      await fileStorage(dirname(out)).write(basename(out), drawn);
      printResult(
        json,
        { bundle, image, out, ...facts },
        () =>
          `${image}: ${facts.label} ${percent(facts.probability)}. ${out} shows what speaks for it, from blue (nothing) to red (most).`,
      );
    });
}

function formatOf(out: string): 'png' | 'webp' | 'jpeg' {
  const extension = extname(out).toLowerCase() as keyof typeof FORMATS;
  if (Object.hasOwn(FORMATS, extension)) return FORMATS[extension];
  throw new OptionError('OPTION_INVALID', `--out ${out}: expected a name that ends in .png, .webp or .jpg.`, {
    details: { field: 'out' },
  });
}
