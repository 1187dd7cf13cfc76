import { BundleError, GraftError } from '../errors.js';
import { sha256 } from '../hash.js';
import type { Storage } from '../storage/types.js';
import { bundleKey, encodeManifest, MANIFEST_FILE, prefixKey } from './layout.js';
import { FORMAT_VERSION, type Manifest, manifestSchema } from './manifest.js';

export interface Bundle {
  readonly manifest: Manifest;
  readonly weights: Uint8Array;
  /** The frozen network; undefined when it ships with Graft. */
  readonly prefix: Uint8Array | undefined;
}

/**
 * Reads a saved model and checks every byte of it against `model.json`, and `model.json` against itself.
 *
 * @throws BundleError `BUNDLE_NOT_FOUND`, `BUNDLE_VERSION`, `BUNDLE_MANIFEST` (names the field), `BUNDLE_INCOMPLETE` and
 * `BUNDLE_CHANGED` (name the file).
 */
export async function readBundle(storage: Storage, prefix: string): Promise<Bundle> {
  const place = `${prefix ? `${prefix} in ` : ''}${storage.description}`;
  const manifest = await readManifest(storage, prefix, place);
  const files: Record<string, Uint8Array> = {};
  for (const [name, facts] of Object.entries(manifest.files)) {
    files[name] = await readChecked(storage, bundleKey(prefix, name), facts.sha256, place);
  }
  const weights = files['weights.safetensors'];
  if (!weights)
    throw new BundleError('BUNDLE_MANIFEST', `model.json of ${place} names no weights.safetensors.`);
  const hash = manifest.prefix.sha256;
  return {
    manifest,
    weights,
    prefix: hash ? await readChecked(storage, prefixKey(hash), hash, place) : undefined,
  };
}

async function readManifest(storage: Storage, prefix: string, place: string): Promise<Manifest> {
  const key = bundleKey(prefix, MANIFEST_FILE);
  if (!(await storage.exists(key))) {
    throw new BundleError('BUNDLE_NOT_FOUND', `There is no saved model at ${place}: model.json is missing.`);
  }
  const bytes = await storage.read(key);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new BundleError('BUNDLE_CHANGED', `model.json of ${place} is not JSON any more.`, { cause });
  }
  const version = (json as { formatVersion?: unknown } | null)?.formatVersion;
  if (Number.isInteger(version) && (version as number) > FORMAT_VERSION) {
    throw new BundleError(
      'BUNDLE_VERSION',
      `The model at ${place} has format version ${version}; this Graft reads up to ${FORMAT_VERSION}. Update Graft.`,
    );
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new BundleError(
      'BUNDLE_MANIFEST',
      `model.json of ${place}: field ${issue.path.join('.')}: ${issue.message}.`,
      {
        details: { field: issue.path.join('.') },
      },
    );
  }
  const { sha256: _, ...facts } = json as Record<string, unknown>;
  if (!Buffer.from(encodeManifest(facts as Manifest)).equals(Buffer.from(bytes)))
    throw changed(MANIFEST_FILE, place);
  return parsed.data;
}

async function readChecked(storage: Storage, key: string, hash: string, place: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await storage.read(key);
  } catch (cause) {
    if (!(cause instanceof GraftError && cause.code === 'STORAGE_NOT_FOUND')) throw cause;
    throw new BundleError('BUNDLE_INCOMPLETE', `The model at ${place} is incomplete: ${key} is missing.`, {
      cause,
    });
  }
  if (sha256(bytes) !== hash) throw changed(key, place);
  return bytes;
}

function changed(file: string, place: string): BundleError {
  return new BundleError(
    'BUNDLE_CHANGED',
    `${file} of the model at ${place} is not the file that was saved. Restore it or train the model again.`,
    { details: { file } },
  );
}
