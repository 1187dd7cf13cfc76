// `npm run bootstrap`: everything a fresh clone needs, in order. Safe to repeat and to interrupt.
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ explicit: true });
