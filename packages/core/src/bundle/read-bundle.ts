import type { Task } from '../data/types.js';
import { BundleError, StorageError } from '../errors.js';
import { sha256 } from '../hash.js';
import type { Storage } from '../storage/types.js';
import {
  bundleKey,
  COMPILED_FILE,
  FAMILIARITY_FILE,
  FILES_TO_LOOK_AT,
  MANIFEST_FILE,
  placeOf,
  prefixKey,
  WEIGHTS_FILE,
} from './layout.js';
import { type Manifest, parseManifest } from './manifest.js';
import { openSealedJson } from './seal.js';
import { type AnyManifest, parseTargetManifest, type TargetManifest } from './target-manifest.js';

export interface Bundle<Facts extends AnyManifest = Manifest> {
  readonly manifest: Facts;
  readonly weights: Uint8Array;
  /** The frozen network; undefined when it ships with Graft or was not asked for. */
  readonly prefix: Uint8Array | undefined;
  /** Both parts compiled; undefined when a layer could not be. */
  readonly compiled: CompiledBundle | undefined;
  /** For `parseFamiliarity`; undefined for a model that cannot abstain. */
  readonly familiarity?: Uint8Array;
}

export interface CompiledBundle {
  readonly trained: Uint8Array;
  /** Names the frozen part: models with the same one compute the same. */
  readonly prefixSha256: string;
  /** Reads the frozen part, which a server may hold already. Throws as `readBundle` does. */
  readPrefix(): Promise<Uint8Array>;
}

/**
 * Reads a saved model and checks every byte of its files against `model.json`, and `model.json` against itself.
 *
 * @param options.toServe leave out what is only there to be looked at, and the frozen part where it is compiled: `readPrefix` reads and checks
 * that; default false.
 * @throws BundleError `BUNDLE_NOT_FOUND`; `BUNDLE_INCOMPLETE` and `BUNDLE_CHANGED`, which name the file;
 * `BUNDLE_VERSION`; `BUNDLE_MANIFEST`, which names the field.
 */
export function readBundle(storage: Storage, prefix: string, options: ReadOptions = {}): Promise<Bundle> {
  return readFiles(storage, prefix, parseManifest, options);
}

/** As `readBundle`, for a model of several labels at once or of numbers. */
export function readTargetBundle(
  storage: Storage,
  prefix: string,
  options: ReadOptions = {},
): Promise<Bundle<TargetManifest>> {
  return readFiles(storage, prefix, parseTargetManifest, options);
}

/** As `readBundle`, for a model of any task. */
export function readAnyBundle(
  storage: Storage,
  prefix: string,
  options: ReadOptions = {},
): Promise<Bundle<AnyManifest>> {
  return readFiles(storage, prefix, parseAny, options);
}

interface ReadOptions {
  readonly toServe?: boolean;
}

type Parse<Facts> = (facts: Readonly<Record<string, unknown>>, place: string) => Facts;

async function readFiles<Facts extends AnyManifest>(
  storage: Storage,
  prefix: string,
  parse: Parse<Facts>,
  { toServe = false }: ReadOptions,
): Promise<Bundle<Facts>> {
  const manifest = await readFacts(storage, prefix, parse);
  const place = placeOf(storage, prefix);
  const { sha256: hash, onnxSha256: onnxHash } = manifest.prefix;
  const neededFiles = Object.entries(manifest.files).filter(
    ([name]) => !(toServe && FILES_TO_LOOK_AT.includes(name)),
  );
  const readCompiled = async (sha256: string) => readWhole(storage, prefixKey(sha256, 'onnx'), sha256, place);
  const [frozen, compiledPrefix, ...files] = await Promise.all([
    hash && !(toServe && onnxHash)
      ? readWhole(storage, prefixKey(hash, 'safetensors'), hash, place)
      : undefined,
    onnxHash && !toServe ? readCompiled(onnxHash) : undefined,
    ...neededFiles.map(async ([name, facts]) => {
      return [name, await readWhole(storage, bundleKey(prefix, name), facts.sha256, place)] as const;
    }),
  ]);
  const byName = new Map(files);
  const trained = byName.get(COMPILED_FILE);
  const compiled = onnxHash &&
    trained && {
      trained,
      prefixSha256: onnxHash,
      readPrefix: async () => compiledPrefix ?? readCompiled(onnxHash),
    };
  return {
    manifest,
    weights: byName.get(WEIGHTS_FILE)!,
    prefix: frozen,
    compiled: compiled || undefined,
    familiarity: byName.get(FAMILIARITY_FILE),
  };
}

/** Reads a model's facts alone. Throws as `readBundle` does. */
export function readManifest(storage: Storage, prefix: string): Promise<Manifest> {
  return readFacts(storage, prefix, parseManifest);
}

/** As `readManifest`, for a model of any task. */
export function readAnyManifest(storage: Storage, prefix: string): Promise<AnyManifest> {
  return readFacts(storage, prefix, parseAny);
}

const parseAny: Parse<AnyManifest> = (facts, place) =>
  facts.task === undefined ? parseManifest(facts, place) : parseTargetManifest(facts, place);

/** What a model says of a picture. Throws as `readBundle` does. */
export function readTask(storage: Storage, prefix: string): Promise<Task> {
  return readFacts(storage, prefix, ({ task }) => (task as Task | undefined) ?? 'single-label');
}

async function readFacts<Facts>(storage: Storage, prefix: string, parse: Parse<Facts>): Promise<Facts> {
  const place = placeOf(storage, prefix);
  const bytes = await readIfThere(storage, bundleKey(prefix, MANIFEST_FILE));
  if (!bytes) throw await absent(storage, prefix);
  const facts = openSealedJson(bytes);
  if (!facts) throw changed(bundleKey(prefix, MANIFEST_FILE), place);
  return parse(facts, place);
}

/**
 * Reads one file of a saved model and checks it against `model.json`. Throws as `readBundle` does.
 *
 * @returns undefined where the model has no such file.
 */
export async function readBundleFile(
  storage: Storage,
  prefix: string,
  name: string,
): Promise<Uint8Array | undefined> {
  const { files } = await readManifest(storage, prefix);
  const facts = files[name];
  return facts && readWhole(storage, bundleKey(prefix, name), facts.sha256, placeOf(storage, prefix));
}

async function readWhole(storage: Storage, key: string, hash: string, place: string): Promise<Uint8Array> {
  const bytes = await readIfThere(storage, key);
  if (!bytes) {
    throw new BundleError(
      'BUNDLE_INCOMPLETE',
      `The model at ${place} is incomplete: ${key} is missing. Restore that file or save the model again.`,
      { details: { file: key } },
    );
  }
  if (sha256(bytes) !== hash) throw changed(key, place);
  return bytes;
}

async function readIfThere(storage: Storage, key: string): Promise<Uint8Array | undefined> {
  try {
    return await storage.read(key);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'STORAGE_NOT_FOUND') return undefined;
    throw error;
  }
}

async function absent(storage: Storage, prefix: string): Promise<BundleError> {
  const place = placeOf(storage, prefix);
  if (await storage.exists(bundleKey(prefix, WEIGHTS_FILE))) {
    return new BundleError(
      'BUNDLE_INCOMPLETE',
      `The model at ${place} has no ${MANIFEST_FILE}: saving it was interrupted. Save it again.`,
      { details: { file: bundleKey(prefix, MANIFEST_FILE) } },
    );
  }
  return new BundleError(
    'BUNDLE_NOT_FOUND',
    `There is no saved model at ${place}: expected ${MANIFEST_FILE} there. Check the path, or train a model first.`,
    { details: { place } },
  );
}

function changed(file: string, place: string): BundleError {
  return new BundleError(
    'BUNDLE_CHANGED',
    `${file} of the model at ${place} is not the file that was saved. Restore it or save the model again.`,
    { details: { file } },
  );
}
