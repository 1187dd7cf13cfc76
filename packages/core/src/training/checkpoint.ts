import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EpochRecord } from '../progress.js';
import { parseSafetensors, writeSafetensors } from '../weights/safetensors.js';

/** Where a run stands after a whole epoch, apart from its tensors. */
export interface PhaseState {
  readonly phase: 'warm-up' | 'training';
  /** Of progressive unfreezing, from 0; absent where a phase has no stages. */
  readonly stage?: number;
  /** Updates made in this phase and stage. */
  readonly step: number;
  readonly epoch: number;
  readonly bestLoss: number;
  /** Epochs since the best one. */
  readonly waited: number;
  /** Every epoch so far, earlier phases included. */
  readonly history: readonly EpochRecord[];
}

/** Named lists of variables (`weights`, `m`, `v`) and of plain arrays (`best`). */
export type CheckpointTensors = Readonly<Record<string, readonly Float32Array[]>>;

export interface Checkpoint {
  readonly state: PhaseState;
  readonly tensors: CheckpointTensors;
}

/** One file that always holds the last whole epoch of one run. */
export interface CheckpointFile {
  load(): Promise<Checkpoint | undefined>;
  save(checkpoint: Checkpoint): Promise<void>;
  remove(): Promise<void>;
}

/**
 * @param run identifies recipe, data and software: a file written by another run is not resumed.
 */
export function checkpointFile(path: string, run: string): CheckpointFile {
  return {
    async load() {
      const bytes = await readFile(path).catch(() => undefined);
      if (!bytes) return undefined;
      try {
        const { tensors, metadata } = parseSafetensors(bytes, path);
        if (metadata.run !== run) return undefined;
        const lists: Record<string, Float32Array[]> = {};
        for (const [name, { data }] of tensors) {
          const [list, index] = name.split('/') as [string, string];
          lists[list] ??= [];
          lists[list][Number(index)] = data;
        }
        return { state: JSON.parse(metadata.state!) as PhaseState, tensors: lists };
      } catch {
        return undefined; // A damaged checkpoint costs time, not the run.
      }
    },
    async save({ state, tensors }) {
      await mkdir(dirname(path), { recursive: true });
      const flat = Object.entries(tensors).flatMap(([list, arrays]) =>
        arrays.map((data, i) => ({ name: `${list}/${i}`, shape: [data.length], data })),
      );
      await writeFile(`${path}.tmp`, writeSafetensors(flat, { run, state: JSON.stringify(state) }));
      await rename(`${path}.tmp`, path);
    },
    remove: () => rm(path, { force: true }),
  };
}
