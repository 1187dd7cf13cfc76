import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addAugmentCommand } from './commands/augment.js';
import { addBackbonesCommand } from './commands/backbones.js';
import { addCheckCommand } from './commands/check.js';
import { addCompareCommand } from './commands/compare.js';
import { addCrossValidateCommand } from './commands/cross-validate.js';
import { addDemoCommand } from './commands/demo.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addEvaluateCommand } from './commands/evaluate.js';
import { addExplainCommand } from './commands/explain.js';
import { addExportCommand } from './commands/export.js';
import { addKeysCommand } from './commands/keys.js';
import { addLrFindCommand } from './commands/lr-find.js';
import { addMigrateCommand } from './commands/migrate.js';
import { addPredictCommand } from './commands/predict.js';
import { addReportCommand } from './commands/report.js';
import { addServeCommand } from './commands/serve.js';
import { addSweepCommand } from './commands/sweep.js';
import { addTrainCommand } from './commands/train.js';
import { addWorkerCommand } from './commands/worker.js';

/** The `graft` command. It throws where commander would end the process; `main.ts` turns that into exit codes. */
export function createProgram(): Command {
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
  const program = new Command('graft')
    .description('Teach a pretrained network a new task.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(--help shows the options)')
    .addHelpText('after', HELP);
  addCheckCommand(program);
  addTrainCommand(program);
  addPredictCommand(program);
  addEvaluateCommand(program);
  addExplainCommand(program);
  addReportCommand(program);
  addCompareCommand(program);
  addCrossValidateCommand(program);
  addLrFindCommand(program);
  addSweepCommand(program);
  addExportCommand(program);
  addAugmentCommand(program);
  addBackbonesCommand(program);
  addDoctorCommand(program);
  addDemoCommand(program);
  addServeCommand(program);
  addWorkerCommand(program);
  addKeysCommand(program);
  addMigrateCommand(program);
  return program;
}

const HELP = `
Exit codes: 0 done, 1 failure of the machine or of Graft, 2 input that cannot be used, 130 stopped with Ctrl-C.

Start with
  graft demo
  graft train photos/ --out my-model     photos/ holds one folder of pictures per label
  graft predict my-model picture.jpg`;
