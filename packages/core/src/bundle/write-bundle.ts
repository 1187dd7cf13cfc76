import { BundleError } from '../errors.js';
import { sha256 } from '../hash.js';
import type { Storage } from '../storage/types.js';
import {
  bundleKey,
  CARD_FILE,
  COMPILED_FILE,
  FAMILIARITY_FILE,
  MANIFEST_FILE,
  MAP_FILE,
  PREDICTIONS_FILE,
  placeOf,
  prefixKey,
  REPORT_FILE,
  WEIGHTS_FILE,
} from './layout.js';
import { FORMAT_VERSION, type Manifest, type ModelFacts, parseManifest } from './manifest.js';
import { modelCard } from './model-card.js';
import { sealJson } from './seal.js';
import { targetCard } from './target-card.js';
import {
  type AnyFacts,
  type AnyManifest,
  parseTargetManifest,
  type TargetFacts,
  type TargetManifest,
} from './target-manifest.js';

export interface BundleContents<Facts extends AnyFacts = ModelFacts> {
  /** Facts; format version and hashes of files are added here. */
  readonly manifest: Facts;
  /** The part that learned: a network in a safetensors file. */
  readonly weights: Uint8Array;
  /** The frozen part, unless it ships with Graft; stored once for all models that share it. */
  readonly prefix?: Uint8Array;
  /** Both parts as ONNX files, for serving without TensorFlow. */
  readonly compiled?: CompiledParts;
  /** Made by `serializeFamiliarity`. */
  readonly familiarity?: Uint8Array;
  /** HTML. */
  readonly report?: string;
  /** Made by `serializePredictions`. */
  readonly predictions?: Uint8Array;
  /** Made by `serializeMap`. */
  readonly map?: Uint8Array;
}

export interface CompiledParts {
  /** The frozen part. */
  readonly prefix: Uint8Array;
  /** The part that learned, up to probabilities. */
  readonly trained: Uint8Array;
}

/**
 * Writes a saved model under `prefix` ('' is the storage's root), with a model card made from its facts. `model.json` is
 * removed first and written last, so a model that was interrupted while being saved is incomplete, never a mixture.
 *
 * @returns the manifest as a reader will see it.
 * @throws BundleError `BUNDLE_EXISTS` when there is a complete model already and `overwrite` is not set; `BUNDLE_MANIFEST`
 * for facts that no reader would accept. Nothing has been written then.
 */
export function writeBundle(
  storage: Storage,
  prefix: string,
  contents: BundleContents,
  options?: WriteOptions,
): Promise<Manifest> {
  return writeFiles(storage, prefix, contents, { ...options, parse: parseManifest, card: modelCard });
}

/** As `writeBundle`, for a model of several labels at once or of numbers. */
export function writeTargetBundle(
  storage: Storage,
  prefix: string,
  contents: BundleContents<TargetFacts>,
  options?: WriteOptions,
): Promise<TargetManifest> {
  return writeFiles(storage, prefix, contents, { ...options, parse: parseTargetManifest, card: targetCard });
}

interface WriteOptions {
  readonly overwrite?: boolean;
}

interface Form<Facts extends AnyFacts, Complete> extends WriteOptions {
  readonly parse: (facts: Readonly<Record<string, unknown>>, place: string) => Complete;
  readonly card: (facts: Facts) => string;
}

async function writeFiles<Facts extends AnyFacts, Complete extends AnyManifest>(
  storage: Storage,
  prefix: string,
  {
    manifest,
    weights,
    prefix: frozen,
    compiled,
    familiarity,
    report,
    predictions,
    map,
  }: BundleContents<Facts>,
  { overwrite = false, parse, card }: Form<Facts, Complete>,
): Promise<Complete> {
  const files: Record<string, Uint8Array> = {
    [WEIGHTS_FILE]: weights,
    ...(compiled && { [COMPILED_FILE]: compiled.trained }),
    [CARD_FILE]: new TextEncoder().encode(card(manifest)),
    ...(familiarity && { [FAMILIARITY_FILE]: familiarity }),
    ...(report && { [REPORT_FILE]: new TextEncoder().encode(report) }),
    ...(predictions && { [PREDICTIONS_FILE]: predictions }),
    ...(map && { [MAP_FILE]: map }),
  };
  const complete = parse(
    {
      formatVersion: FORMAT_VERSION,
      ...manifest,
      prefix: {
        ...manifest.prefix,
        sha256: frozen && sha256(frozen),
        onnxSha256: compiled && sha256(compiled.prefix),
      },
      files: Object.fromEntries(
        Object.entries(files).map(([name, bytes]) => [name, { sha256: sha256(bytes), bytes: bytes.length }]),
      ),
    },
    placeOf(storage, prefix),
  );
  await makeWay(storage, prefix, overwrite);
  if (frozen) await keepPrefix(storage, frozen, 'safetensors');
  if (compiled) await keepPrefix(storage, compiled.prefix, 'onnx');
  for (const [name, bytes] of Object.entries(files)) await storage.write(bundleKey(prefix, name), bytes);
  await storage.write(bundleKey(prefix, MANIFEST_FILE), sealJson(complete));
  return complete;
}

async function makeWay(storage: Storage, prefix: string, overwrite: boolean): Promise<void> {
  const key = bundleKey(prefix, MANIFEST_FILE);
  if (overwrite) return storage.remove(key);
  if (!(await storage.exists(key))) return;
  const place = placeOf(storage, prefix);
  throw new BundleError(
    'BUNDLE_EXISTS',
    `There is a model already at ${place}. Choose another place or allow overwriting.`,
    { details: { place } },
  );
}

/** Its name is its hash, so one that is there but damaged can only be replaced by the bytes it should have. */
async function keepPrefix(
  storage: Storage,
  frozen: Uint8Array,
  format: 'safetensors' | 'onnx',
): Promise<void> {
  const hash = sha256(frozen);
  const key = prefixKey(hash, format);
  if ((await storage.exists(key)) && sha256(await storage.read(key)) === hash) return;
  await storage.write(key, frozen);
}
