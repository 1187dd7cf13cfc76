// `npm run graft -- ARGUMENTS`: the command line of this clone, set up and built first.
import { runGraft } from './run-graft.mjs';

await runGraft(process.argv.slice(2));
