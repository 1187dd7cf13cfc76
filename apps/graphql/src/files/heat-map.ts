import { StorageError } from '@graft/core';
import type { App } from '../app.js';
import { pictureKey } from '../datasets/storage-keys.js';
import { findModel } from '../models/find-model.js';

const underWay = new Map<string, Promise<Uint8Array>>();

/**
 * Where in a picture that it was tested on a model sees a label, made when it is first looked at and kept with the model.
 *
 * @param label index of the label.
 * @returns WebP. @throws NotFoundError, StorageError `STORAGE_NOT_FOUND` when the model or the picture is gone.
 */
export async function heatMap(app: App, modelId: string, sha256: string, label: number): Promise<Uint8Array> {
  const model = await findModel(app, modelId);
  const key = `${model.storage_prefix}/heat-maps/${sha256}-${label}.webp`;
  try {
    return await app.storage.read(key);
  } catch (error) {
    if (!(error instanceof StorageError && error.code === 'STORAGE_NOT_FOUND')) throw error;
  }
  async function draw(): Promise<Uint8Array> {
    const picture = await app.storage.read(pictureKey(model.dataset_id!, sha256));
    const webp = await app.predictor.explain(model, picture, model.manifest.labels[label]!);
    await app.storage.write(key, webp);
    return webp;
  }
  const drawing = underWay.get(key) ?? draw();
  underWay.set(key, drawing);
  return drawing.finally(() => underWay.delete(key));
}
