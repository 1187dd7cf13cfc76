import type { Split } from '@graft/core';

/** A file that a source names. */
export interface SourceFile {
  readonly name: string;
  readonly label: string;
  readonly split: Split | null;
  /** In bytes, when it is known before reading. */
  readonly size: number | undefined;
  /**
   * @param maxBytes more are not read.
   * @throws ImageError for what makes this one file bad.
   */
  read(maxBytes: number): Promise<Uint8Array>;
}

export interface OpenSource {
  readonly files: readonly SourceFile[];
  /** What people should know, such as folders that were not read. */
  readonly notices: readonly string[];
  close(): Promise<void>;
}
