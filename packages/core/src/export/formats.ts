import type * as tf from '@tensorflow/tfjs';
import { toKeras } from './to-keras.js';
import { toOnnx } from './to-onnx.js';
import { toSafetensors } from './to-safetensors.js';
import { toSavedModel } from './to-saved-model.js';
import { toTfjs } from './to-tfjs.js';
import type { ExportedFiles, ExportFacts } from './types.js';

export type ExportFormat = 'onnx' | 'tfjs' | 'keras' | 'safetensors' | 'savedmodel';

interface Format {
  /** `file`: the export is one file; `folder`: it is several. */
  readonly kind: 'file' | 'folder';
  /** Whether it can hold weights in float16. */
  readonly float16: boolean;
  write(
    model: tf.LayersModel,
    facts: ExportFacts,
    options: { readonly float16: boolean },
  ): Promise<ExportedFiles>;
}

export const FORMATS: Readonly<Record<ExportFormat, Format>> = {
  onnx: { kind: 'file', float16: true, write: toOnnx },
  tfjs: { kind: 'folder', float16: true, write: toTfjs },
  keras: { kind: 'file', float16: false, write: toKeras },
  safetensors: { kind: 'folder', float16: false, write: toSafetensors },
  savedmodel: { kind: 'folder', float16: false, write: toSavedModel },
};

export const EXPORT_FORMATS = Object.keys(FORMATS) as ExportFormat[];
