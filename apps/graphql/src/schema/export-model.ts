import { EXPORT_FORMATS } from '@graft/core';
import { type DownloadFormat, exportedModel } from '../models/export-model.js';
import { findModel } from '../models/find-model.js';
import { builder } from './builder.js';
import { mutation } from './mutation.js';

const ExportFormatEnum = builder.enumType('ExportFormat', {
  description:
    'Formats of others: `ONNX` and `KERAS` are one file; `TFJS`, `SAVEDMODEL` and `SAFETENSORS` are folders, given as a zip. `GRAFT` is the saved model itself with its frozen part, a zip as well, for the library, the command line and the function.',
  values: Object.fromEntries(
    [...EXPORT_FORMATS, 'graft' as const].map((value) => [value.toUpperCase(), { value }]),
  ) as Record<Uppercase<DownloadFormat>, { value: DownloadFormat }>,
});

mutation('exportModel', {
  description:
    'Writes a model in a format of others, whole, from scaled pixels to probabilities. Takes some seconds the first time.',
  scope: 'predict',
  input: (t) => ({
    model: t.string({ required: true, description: '`name@alias`, `name:version`, `name` or an id.' }),
    format: t.field({ type: ExportFormatEnum, required: true, description: 'Which format.' }),
    float16: t.boolean({ defaultValue: false, description: 'Half the size, for `ONNX` and `TFJS`.' }),
  }),
  resolve: async ({ model: ref, format, float16 }, { app }) => {
    const model = await findModel(app, ref);
    return { url: await exportedModel(app, model, format, float16 ?? false) };
  },
  payload: (t) => ({
    url: t.exposeString('url', { nullable: true, description: 'Where to download it, for an hour or two.' }),
  }),
});
