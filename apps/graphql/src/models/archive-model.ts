import type { Readable } from 'node:stream';
import { Zip, ZipPassThrough } from 'fflate';
import type { App } from '../app.js';
import type { ModelRow } from './find-model.js';

/**
 * A model as `graft train --out` saves it, as one zip with a folder `<name>-<version>`: its own files, and the frozen part
 * that it shares with others in this storage. Nothing is held in memory but what is on its way.
 */
export async function* archiveOf(
  { storage }: Pick<App, 'storage'>,
  model: ModelRow,
): AsyncGenerator<Uint8Array> {
  const { name, version, storage_prefix: prefix, manifest } = model;
  const { sha256, onnxSha256 } = manifest.prefix;
  const shared = [sha256 && `prefixes/${sha256}.safetensors`, onnxSha256 && `prefixes/${onnxSha256}.onnx`];
  const own = [...Object.keys(manifest.files), 'model.json'];
  const keys = new Map([
    ...shared.flatMap((key) => (key ? [[key, key] as const] : [])),
    ...own.map((file) => [file, `${prefix}/${file}`] as const),
  ]);

  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  for (const [file, key] of keys) {
    // Weights do not get smaller.
    const entry = new ZipPassThrough(`${name}-${version}/${file}`);
    zip.add(entry);
    const stream: Readable = await storage.readStream(key);
    for await (const chunk of stream) {
      entry.push(chunk as Uint8Array);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}
