import { fileStorage, readTask, type Storage, type Task } from '@graft/core';

/**
 * Where a saved model is: a folder, or `s3://bucket/prefix`, whose shared frozen parts are then expected under
 * `s3://bucket/prefix/prefixes`.
 */
export async function modelPlace(text: string): Promise<string | Storage> {
  if (!text.startsWith('s3://')) return text;
  // The AWS SDK takes as long to load as a model: only those who need it wait for it.
  const { storageFrom } = await import('@graft/storage-s3');
  return storageFrom(text);
}

/** What the model at a place says of a picture. */
export function taskAt(place: string | Storage): Promise<Task> {
  return readTask(typeof place === 'string' ? fileStorage(place) : place, '');
}
