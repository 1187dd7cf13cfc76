import { readFile } from 'node:fs/promises';
import { WeightsError } from '../errors.js';
import { readHdf5 } from './hdf5-file.js';
import { readKerasConfig } from './read-keras-archive.js';

/**
 * The Keras JSON of the network in a file: of `.keras`, whole-model `.h5` and the `model.json` of tfjs.
 *
 * @returns undefined for a file that holds weights alone, or is in another format.
 * @throws WeightsError `WEIGHTS_DAMAGED`, `WEIGHTS_TRUNCATED`.
 */
export async function readNetworkConfig(file: string): Promise<unknown> {
  const bytes = await readFile(file);
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return readKerasConfig(bytes, file);
  if (bytes.subarray(0, 4).toString('latin1') === '\x89HDF') {
    const config = await readHdf5(
      bytes,
      file,
      async (opened) => (await opened.strings('', 'model_config'))?.[0],
    );
    return config && parse(config, file);
  }
  if (bytes[0] !== 0x7b) return undefined;
  const topology = (parse(bytes.toString('utf8'), file) as { modelTopology?: { model_config?: unknown } })
    .modelTopology;
  return topology?.model_config ?? topology;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new WeightsError('WEIGHTS_DAMAGED', `${path} holds a network whose description is not JSON.`, {
      cause,
      details: { path },
    });
  }
}
