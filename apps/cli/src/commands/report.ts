import { basename, dirname } from 'node:path';
import { fileStorage, readBundle, readMap, readPredictions, reportPage, type Storage } from '@graft/core';
import type { Command } from 'commander';
import { modelPlace } from '../model-place.js';
import { printResult } from '../terminal/output.js';

interface ReportFlags {
  out: string;
  pictures: boolean;
  json?: boolean;
}

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description("Write a saved model's report: one HTML file with its curves, confusions and mistakes.")
    .argument('<bundle>', 'folder of a saved model')
    .option('-o, --out <file>', 'HTML file to write', 'report.html')
    .option('--no-pictures', 'leave out pictures and names of files, to pass it on')
    .option('--json', 'one JSON document on stdout')
    .action(async (bundle: string, { out, pictures, json }: ReportFlags) => {
      const place = await modelPlace(bundle);
      const page = await pageOf(typeof place === 'string' ? fileStorage(place) : place, pictures);
      await fileStorage(dirname(out)).write(basename(out), page);
      printResult(json, { bundle, report: out, bytes: page.length }, () => `${out}: open it in a browser.`);
    });
}

/** The page that was made when the model was trained; made anew without pictures, and for models of an older Graft, which have none. */
async function pageOf(storage: Storage, pictures: boolean): Promise<Uint8Array> {
  const { manifest } = await readBundle(storage, '');
  if (pictures && manifest.files['report.html']) return storage.read('report.html');
  const [predictions, map] = [await readPredictions(storage, ''), await readMap(storage, '')];
  return new TextEncoder().encode(await reportPage(manifest, { predictions, map, names: pictures }));
}
