/** Of a table in LevelDB's format, which TensorFlow's checkpoints use for their index (lib/io/format.h). */
const MAGIC = 0xdb4775248b80fb57n;
const FOOTER_BYTES = 48;
/** One byte for the compression, four for a checksum. */
const TRAILER_BYTES = 5;
const UNCOMPRESSED = 0;

/**
 * The entries of a sorted table: keys as text, values as views of the file.
 *
 * @throws an error that says what is wrong.
 */
export function readSortedTable(file: Uint8Array): Map<string, Uint8Array> {
  const footer = file.subarray(-FOOTER_BYTES);
  if (footer.length < FOOTER_BYTES || viewOf(footer).getBigUint64(FOOTER_BYTES - 8, true) !== MAGIC) {
    throw new Error('it does not end like an index of TensorFlow');
  }
  const handles = cursor(footer);
  handles.varint(); // The metaindex block: offset and size.
  handles.varint();
  const table = new Map<string, Uint8Array>();
  for (const [, handle] of readBlock(block(file, footer, handles.varint(), handles.varint()))) {
    const at = cursor(handle);
    for (const [key, value] of readBlock(block(file, footer, at.varint(), at.varint())))
      table.set(key, value);
  }
  return table;
}

function block(file: Uint8Array, { length: footer }: Uint8Array, offset: number, size: number): Uint8Array {
  if (offset + size + TRAILER_BYTES > file.length - footer) throw new Error('a block lies outside of it');
  if (file[offset + size] !== UNCOMPRESSED)
    throw new Error('it is compressed; expected TensorFlow to leave it plain');
  return file.subarray(offset, offset + size);
}

/** Each key is stored as what it shares with the one before and the rest; restart points at the end are not needed here. */
function* readBlock(bytes: Uint8Array): Generator<[string, Uint8Array]> {
  if (bytes.length < 4) throw new Error('a block of it is too short');
  const restarts = viewOf(bytes).getUint32(bytes.length - 4, true);
  const end = bytes.length - 4 * (restarts + 1);
  if (end < 0) throw new Error('a block of it is damaged');
  const at = cursor(bytes.subarray(0, end));
  let key = new Uint8Array();
  while (at.more()) {
    const shared = at.varint();
    const rest = at.varint();
    const length = at.varint();
    if (shared > key.length) throw new Error('a key of it is damaged');
    key = Buffer.concat([key.subarray(0, shared), at.bytes(rest)]);
    yield [Buffer.from(key).toString(), at.bytes(length)];
  }
}

function cursor(bytes: Uint8Array) {
  let position = 0;
  return {
    more: () => position < bytes.length,
    bytes(length: number) {
      if (position + length > bytes.length) throw new Error('it ends early');
      position += length;
      return bytes.subarray(position - length, position);
    },
    varint() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[position++];
        if (byte === undefined || scale > Number.MAX_SAFE_INTEGER)
          throw new Error('a number of it is damaged');
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    },
  };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
