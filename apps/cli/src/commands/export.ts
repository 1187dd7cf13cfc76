import { EXPORT_FORMATS, type ExportFormat, type ExportReport, exportModel } from '@graft/core';
import { type Command, Option } from 'commander';
import { modelPlace } from '../model-place.js';
import { bytes as bytesText } from '../terminal/format.js';
import { printResult } from '../terminal/output.js';

interface ExportFlags {
  format: ExportFormat;
  out: string;
  float16?: boolean;
  overwrite?: boolean;
  json?: boolean;
}

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('Write a saved model in the format of another program.')
    .argument('<bundle>', 'folder of a saved model')
    .addOption(new Option('--format <name>', 'what to write').choices(EXPORT_FORMATS).makeOptionMandatory())
    .requiredOption('--out <path>', 'file to write; a folder for the formats of several files')
    .option('--float16', 'store weights in half the size (onnx and tfjs)')
    .option('--overwrite', 'replace what is at --out')
    .option('--json', 'one JSON document on stdout')
    .action(async (bundle: string, { json, ...flags }: ExportFlags) => {
      const report = await exportModel(await modelPlace(bundle), flags);
      printResult(json, { ...report, open: howToOpen(report) }, () => exportText(report));
    });
}

function exportText(report: ExportReport): string {
  const { files, inputShape, labels, preprocessing } = report;
  const { channels, mean, std } = preprocessing.scaling;
  return [
    ...files.map(({ path, bytes }) => `${path}  ${bytesText(bytes)}`),
    '',
    `Input   float32 [batch, ${inputShape.join(', ')}]: (${channels.toUpperCase()} - [${mean.join(', ')}]) / [${std.join(', ')}] of pixels in 0..255`,
    `Output  float32 [batch, ${labels.length}]: probabilities of ${labels.join(', ')}`,
    `Open it ${howToOpen(report)}`,
    ...(report.notice ? ['', report.notice] : []),
  ].join('\n');
}

/** One line of the language that each format belongs to. */
function howToOpen({ format, out }: ExportReport): string {
  const place = JSON.stringify(out);
  return {
    onnx: `onnxruntime.InferenceSession(${place})`,
    tfjs: `await tf.loadLayersModel(${JSON.stringify(`file://${out}/model.json`)})`,
    keras: `keras.saving.load_model(${place})`,
    safetensors: `safetensors.numpy.load_file(${JSON.stringify(`${out}/model.safetensors`)})`,
    savedmodel: `tf.saved_model.load(${place}).signatures["serving_default"]`,
  }[format];
}
