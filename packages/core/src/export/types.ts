import type { ImagePreprocessing } from '../data/preprocessing.js';

/** What somebody needs to use an exported network; travels with every export. */
export interface ExportFacts {
  /** Of the model that was exported. */
  readonly id: string;
  /** What the outputs stand for, in their order. */
  readonly labels: readonly string[];
  /** From a picture file to the network's input. */
  readonly preprocessing: ImagePreprocessing;
  /** Version of Graft that trained the model. */
  readonly graft: string;
}

/** By name within the export; the file that a reader opens comes last, so that an interrupted export has none. */
export type ExportedFiles = ReadonlyMap<string, Uint8Array>;
