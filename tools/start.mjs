// `npm start`: the service of this clone, set up and built first, on the embedded database.
import { runGraft } from './run-graft.mjs';

await runGraft(['serve', ...process.argv.slice(2)]);
