import { lexicographicSortSchema, printSchema } from 'graphql';
import './api-keys.js';
import './backbones.js';
import { builder } from './builder.js';
import './calibration.js';
import './compare-models.js';
import './datasets.js';
import './estimate-training.js';
import './feature-map.js';
import './import-model.js';
import './job-events.js';
import './jobs.js';
import './export-model.js';
import './model-origin.js';
import './models.js';
import './predict-dataset.js';
import './predict.js';
import './target-metrics.js';
import './test-results.js';
import './training.js';
import './training-settings.js';
import './viewer.js';

/** The whole API; each import above adds its types and fields. */
export const schema = builder.toSchema();

/** The text that is committed as `schema.graphql`. */
export const schemaText = () => `${printSchema(lexicographicSortSchema(schema))}\n`;
