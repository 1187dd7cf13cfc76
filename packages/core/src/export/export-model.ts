import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { loadFrozen } from '../bundle/load-frozen.js';
import { readAnyBundle, readAnyManifest } from '../bundle/read-bundle.js';
import type { AnyManifest } from '../bundle/target-manifest.js';
import type { ImagePreprocessing } from '../data/preprocessing.js';
import { OptionError } from '../errors.js';
import { fileStorage } from '../storage/file-storage.js';
import type { Storage } from '../storage/types.js';
import { factsOf } from './facts.js';
import { EXPORT_FORMATS, type ExportFormat, FORMATS } from './formats.js';
import { joinedOnnx } from './to-onnx.js';
import type { ExportedFiles } from './types.js';
import { loadWholeNetwork } from './whole-network.js';

export interface ExportOptions {
  readonly format: ExportFormat;
  /** The file to write for `onnx` and `keras`, the folder for the others. */
  readonly out: string;
  /** The model's place within its storage; default '', the root. */
  readonly prefix?: string;
  /** Store weights in float16, half the size; `onnx` and `tfjs` only, and not for int8. Default false. */
  readonly float16?: boolean;
  /** Replace what is at `out`; default false. */
  readonly overwrite?: boolean;
}

export interface ExportReport {
  readonly format: ExportFormat;
  readonly out: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** What the outputs stand for, in their order. */
  readonly labels: readonly string[];
  /** From a picture file to the network's input. */
  readonly preprocessing: ImagePreprocessing;
  /** Of one picture: `[height, width, 3]`. */
  readonly inputShape: readonly number[];
  /** What to know of it, for people. */
  readonly notice?: string;
}

/**
 * Writes a saved model in a format of somebody else's: the whole network, from scaled pixels `[batch, height, width, 3]`
 * (`imageDecoder(manifest.preprocessing)`) to probabilities `[batch, labels]`, with labels and preprocessing beside it.
 *
 * A model whose frozen part computes in int8 does so as `onnx`; the other formats get it in float32, with a notice.
 *
 *     await exportModel('models/pets', { format: 'onnx', out: 'pets.onnx' });
 *
 * @throws OptionError `OPTION_INVALID`, or `OPTION_OUT_EXISTS` when something is at `out` already; BundleError as `readBundle`
 * does; NetworkError `NETWORK_UNSUPPORTED_LAYER` naming a layer that the format cannot hold; WeightsError
 * `WEIGHTS_FLOAT16_RANGE`; StorageError when `out` cannot be written.
 */
export async function exportModel(
  place: string | Storage,
  { format, out, prefix = '', float16 = false, overwrite = false }: ExportOptions,
): Promise<ExportReport> {
  const { kind, float16: canBeHalved } = formatCalled(format);
  if (float16 && !canBeHalved) {
    throw new OptionError(
      'OPTION_INVALID',
      `float16 is for ${EXPORT_FORMATS.filter((name) => FORMATS[name].float16).join(' and ')}; the format is ${format}. Leave it out.`,
      { details: { field: 'float16' } },
    );
  }
  await requireFreePlace(out, kind, overwrite);
  const storage = typeof place === 'string' ? fileStorage(place) : place;
  const { files, manifest, notice } = (await readAnyManifest(storage, prefix)).backbone.onnx
    ? await asServed(storage, prefix, format, float16)
    : await asLayers(storage, prefix, format, float16);
  const path = resolve(out);
  const [folder, nameOf] =
    kind === 'file' ? [dirname(path), () => basename(path)] : [path, (name: string) => name];
  const written = fileStorage(folder);
  for (const [name, bytes] of files) await written.write(nameOf(name), bytes);
  return {
    format,
    out,
    files: [...files].map(([name, bytes]) => ({
      path: kind === 'file' ? out : join(out, name),
      bytes: bytes.length,
    })),
    labels: manifest.labels,
    preprocessing: manifest.preprocessing,
    inputShape: [...manifest.preprocessing.inputSize, 3],
    notice,
  };
}

interface Exported {
  readonly files: ExportedFiles;
  readonly manifest: AnyManifest;
  readonly notice?: string;
}

/** From the network's layers, which every format can hold. */
async function asLayers(
  storage: Storage,
  prefix: string,
  format: ExportFormat,
  float16: boolean,
): Promise<Exported> {
  const { model, manifest, int8 } = await loadWholeNetwork(storage, prefix);
  try {
    if (int8 && float16) refuseFloat16('the frozen part of this one computes in int8');
    const facts = factsOf(manifest);
    const files = await (int8 && format === 'onnx'
      ? joinedOnnx(int8, facts)
      : FORMATS[format].write(model, facts, { float16 }));
    return { files, manifest, notice: int8 && format !== 'onnx' ? FLOAT_NOTICE : undefined };
  } finally {
    model.dispose();
  }
}

/** From the two files that the model is served with, where its backbone is an ONNX file and has no layers. */
async function asServed(
  storage: Storage,
  prefix: string,
  format: ExportFormat,
  float16: boolean,
): Promise<Exported> {
  const bundle = await readAnyBundle(storage, prefix, { toServe: true });
  if (format !== 'onnx') await loadFrozen(bundle); // Says why it cannot be.
  if (float16) refuseFloat16('the backbone of this one is an ONNX file, which stays as it is');
  return { files: await joinedOnnx(bundle.compiled!, factsOf(bundle.manifest)), manifest: bundle.manifest };
}

function refuseFloat16(why: string): never {
  throw new OptionError('OPTION_INVALID', `float16 is for models in float32; ${why}. Leave it out.`, {
    details: { field: 'float16' },
  });
}

const FLOAT_NOTICE =
  'The model was trained on features in int8, which only onnx can hold. This is its network in float32, whose answers differ slightly.';

function formatCalled(name: ExportFormat) {
  if (Object.hasOwn(FORMATS, name)) return FORMATS[name];
  throw new OptionError(
    'OPTION_INVALID',
    `format is ${JSON.stringify(name)}; expected one of ${EXPORT_FORMATS.join(', ')}.`,
    { details: { field: 'format' } },
  );
}

/** Asked before minutes of work, not after. */
async function requireFreePlace(out: string, kind: 'file' | 'folder', overwrite: boolean): Promise<void> {
  const found = await stat(out).catch(() => undefined);
  if (!found || (overwrite && found.isDirectory() === (kind === 'folder'))) return;
  if (kind === 'folder' && found.isDirectory() && (await readdir(out)).length === 0) return;
  const foundKind = found.isDirectory() ? 'folder' : 'file';
  const advice = foundKind === kind ? 'Choose another place or allow overwriting.' : 'Choose another place.';
  throw new OptionError(
    'OPTION_OUT_EXISTS',
    `${out} is a ${foundKind} already; expected a place for a new ${kind}. ${advice}`,
    { details: { field: 'out', out } },
  );
}
