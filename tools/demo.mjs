// `npm run demo [-- --data FOLDER]`: from a fresh clone to both strategies on real pictures.
import { runGraft } from './run-graft.mjs';

await runGraft(['demo', ...process.argv.slice(2)]);
