import { BundleError } from '../errors.js';
import { sha256 } from '../hash.js';
import type { Storage } from '../storage/types.js';
import { bundleKey, encodeManifest, MANIFEST_FILE, prefixKey } from './layout.js';
import { FORMAT_VERSION, type Manifest } from './manifest.js';
import { modelCard } from './model-card.js';

export interface BundleContents {
  /** Facts; hashes of files are added here. */
  readonly manifest: Omit<Manifest, 'formatVersion' | 'files'>;
  /** The part that learned: a network in a safetensors file. */
  readonly weights: Uint8Array;
  /** The frozen part, unless it ships with Graft; stored once for all models that share it. */
  readonly prefix?: Uint8Array;
}

/**
 * Writes a saved model under `prefix` ('' is the storage's root). `model.json` is written last and removed first: while it
 * is there, everything it names is there.
 *
 * @throws BundleError `BUNDLE_EXISTS` when there is a model already and `overwrite` is not set.
 */
export async function writeBundle(
  storage: Storage,
  prefix: string,
  { manifest, weights, prefix: frozen }: BundleContents,
  { overwrite = false }: { overwrite?: boolean } = {},
): Promise<Manifest> {
  const manifestKey = bundleKey(prefix, MANIFEST_FILE);
  if (await storage.exists(manifestKey)) {
    if (!overwrite) {
      throw new BundleError(
        'BUNDLE_EXISTS',
        `There is a model already at ${prefix || 'the root'} of ${storage.description}. Choose another place or allow overwriting.`,
      );
    }
    await storage.remove(manifestKey);
  }
  const facts = { ...manifest, formatVersion: FORMAT_VERSION } as const;
  const files = { 'weights.safetensors': weights, 'README.md': new TextEncoder().encode(modelCard(facts)) };
  for (const [name, bytes] of Object.entries(files)) await storage.write(bundleKey(prefix, name), bytes);

  const prefixSha256 = frozen && sha256(frozen);
  if (frozen && prefixSha256) {
    const key = prefixKey(prefixSha256);
    const isThere = (await storage.exists(key)) && sha256(await storage.read(key)) === prefixSha256;
    if (!isThere) await storage.write(key, frozen);
  }
  const complete: Manifest = {
    ...facts,
    prefix: { ...facts.prefix, sha256: prefixSha256 },
    files: Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, { sha256: sha256(bytes), bytes: bytes.length }]),
    ),
  };
  await storage.write(manifestKey, encodeManifest(complete));
  return complete;
}
