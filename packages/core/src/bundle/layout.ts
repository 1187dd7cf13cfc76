import type { Storage } from '../storage/types.js';

/** Written last and removed first: while it is there, everything it names is there. */
export const MANIFEST_FILE = 'model.json';
/** The part that learned. */
export const WEIGHTS_FILE = 'weights.safetensors';
/** The part that learned, compiled; runs on the output of the compiled frozen part. */
export const COMPILED_FILE = 'model.onnx';
/** The model card. */
export const CARD_FILE = 'README.md';

/** How the features of training samples lie, for telling what is unknown. */
export const FAMILIARITY_FILE = 'familiarity.safetensors';
/** What the run looked like, for a browser. */
export const REPORT_FILE = 'report.html';
/** What the model answered about each validation and test picture. */
export const PREDICTIONS_FILE = 'predictions.jsonl';
/** Where pictures lie on the map of features. */
export const MAP_FILE = 'map.json';
/** For people and their tools only: serving reads none of them. */
export const FILES_TO_LOOK_AT: readonly string[] = [REPORT_FILE, PREDICTIONS_FILE, MAP_FILE];

/** Key of one of a model's own files; `prefix` is the model's place, '' for the storage's root. */
export function bundleKey(prefix: string, file: string): string {
  return prefix === '' ? file : `${prefix}/${file}`;
}

/** Key of a frozen network, shared by every model in the storage; `onnx` is its compiled form. */
export function prefixKey(sha256: string, format: 'safetensors' | 'onnx'): string {
  return `prefixes/${sha256}.${format}`;
}

/** A model's place, for messages: `pets in folder models`. */
export function placeOf(storage: Storage, prefix: string): string {
  return prefix === '' ? storage.description : `${prefix} in ${storage.description}`;
}
