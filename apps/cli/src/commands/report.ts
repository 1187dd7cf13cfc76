import { basename, dirname } from 'node:path';
import { fileStorage, readBundle, reportPage } from '@graft/core';
import type { Command } from 'commander';
import { modelPlace } from '../model-place.js';
import { printResult } from '../terminal/output.js';

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description("Write a saved model's report: one HTML file with its curves, confusions and mistakes.")
    .argument('<bundle>', 'folder of a saved model')
    .option('--out <file>', 'HTML file to write', 'report.html')
    .option('--json', 'one JSON document on stdout')
    .action(async (bundle: string, { out, json }: { out: string; json?: boolean }) => {
      const place = await modelPlace(bundle);
      const storage = typeof place === 'string' ? fileStorage(place) : place;
      const { manifest } = await readBundle(storage, '');
      // A model of an older Graft has none; its facts make one without pictures.
      const page = manifest.files['report.html']
        ? await storage.read('report.html')
        : new TextEncoder().encode(await reportPage(manifest));
      await fileStorage(dirname(out)).write(basename(out), page);
      printResult(json, { bundle, report: out, bytes: page.length }, () => `${out}: open it in a browser.`);
    });
}
