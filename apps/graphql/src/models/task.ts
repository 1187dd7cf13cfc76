import type { AnyManifest, Manifest, Task } from '@graft/core';

/** What a model says of a picture. */
export function taskOf(manifest: AnyManifest): Task {
  return 'task' in manifest ? manifest.task : 'single-label';
}

/** The facts of a model that gives each picture one label; undefined for one of another task. */
export function labelFacts(manifest: AnyManifest): Manifest | undefined {
  return 'task' in manifest ? undefined : manifest;
}
