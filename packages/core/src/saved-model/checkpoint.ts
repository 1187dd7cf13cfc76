import { maskedCrc32c } from './crc32c.js';
import { decodeBundleEntry, decodeBundleHeader } from './messages.js';
import { readSortedTable } from './sorted-table.js';
import { type Constant, readValues, sidesOf } from './tensor.js';

/** The values of a model's variables by their key in its checkpoint; undefined for a key that is not there. */
export type Checkpoint = (key: string) => Constant | undefined;

/**
 * A checkpoint of TensorFlow: `variables.index` says where in which `variables.data-00000-of-00001` a tensor lies.
 *
 * @param shard reads such a file by its name's ending.
 * @throws an error that says what is wrong.
 */
export async function readCheckpoint(
  index: Uint8Array,
  shard: (ending: string) => Promise<Uint8Array>,
): Promise<Checkpoint> {
  const entries = readSortedTable(index);
  const { numShards = 0, endianness = 0 } = decodeBundleHeader(entries.get('') ?? new Uint8Array());
  if (endianness !== 0) throw new Error('its variables are big-endian');
  if (numShards > MAX_SHARDS) throw new Error(`it says that it has ${numShards} data files`);
  const digits = (number: number) => String(number).padStart(5, '0');
  const shards: Uint8Array[] = [];
  for (let i = 0; i < numShards; i++) shards.push(await shard(`data-${digits(i)}-of-${digits(numShards)}`));
  return (key) => {
    const entry = entries.get(key);
    if (!entry) return undefined;
    const { dtype, shape, shardId = 0, offset = 0, size = 0, crc32c, slices } = decodeBundleEntry(entry);
    if (slices.length > 0) throw new Error(`variable "${key}" is stored in slices`);
    const file = shards[shardId];
    if (!file || offset < 0 || size < 0 || offset + size > file.length) {
      throw new Error(`variable "${key}" lies outside of the data files, which end early`);
    }
    const bytes = file.subarray(offset, offset + size);
    if (maskedCrc32c(bytes) !== crc32c) throw new Error(`variable "${key}" is damaged: its checksum differs`);
    return readValues(bytes, dtype, sidesOf(shape) ?? []);
  };
}

/** More than any model has; bounds how many names a damaged index can ask for. */
const MAX_SHARDS = 10_000;
