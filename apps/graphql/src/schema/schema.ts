import { lexicographicSortSchema, printSchema } from 'graphql';
import './api-keys.js';
import './backbones.js';
import { builder } from './builder.js';
import './models.js';
import './predict.js';
import './viewer.js';

/** The whole API; each import above adds its types and fields. */
export const schema = builder.toSchema();

/** The text that is committed as `schema.graphql`. */
export const schemaText = () => `${printSchema(lexicographicSortSchema(schema))}\n`;
