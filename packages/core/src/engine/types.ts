import type { Engine } from './engine.js';
import type { FolderSize } from './folder-sizes.js';

/** What Graft runs on, as JSON. Sizes in bytes. */
export interface EnvironmentReport {
  /** Absent when no engine could start; `advice` says why. */
  readonly engine?: Engine;
  /** Node's version, such as `22.12.0`. */
  readonly node: string;
  /** Such as `linux x64`. */
  readonly platform: string;
  readonly processor: {
    readonly model: string;
    readonly cores: number;
    /** Instruction sets that matter to TensorFlow and WebAssembly, such as `avx2`; empty where they cannot be read. */
    readonly features: readonly string[];
  };
  /** The container's limit counts as the total where it is lower. */
  readonly memory: { readonly totalBytes: number; readonly availableBytes: number };
  /** Downloads, features, checkpoints, the native TensorFlow: all of it can be deleted. */
  readonly cache: { readonly folder: string; readonly bytes: number; readonly parts: readonly FolderSize[] };
  /** What to do about what is missing, most important first; empty when nothing is. */
  readonly advice: readonly string[];
}
