import { NetworkError } from '../../errors.js';
import type { GraphScope } from '../graph.js';
import type { LayerRecord } from '../layer-records.js';

/**
 * Writes one layer into the graph.
 *
 * @param inputs names of the tensors it reads, laid out as layout.ts says.
 * @returns the name of what it gives.
 * @throws NetworkError `NETWORK_UNSUPPORTED_LAYER`.
 */
export type Converter = (layer: LayerRecord, inputs: readonly string[], scope: GraphScope) => string;

/** Converters by Keras class name. */
export type ConverterTable = Readonly<Record<string, Converter>>;

/** @param what the setting that ONNX export does not know, when it is not the class. */
export function unsupported({ name, className }: LayerRecord, what?: string): NetworkError {
  return new NetworkError(
    'NETWORK_UNSUPPORTED_LAYER',
    `Layer "${name}" (${className})${what ? ` has ${what}, which` : ''} cannot be written as ONNX; expected a layer that image networks use, channels last. Replace the layer, or keep the network in TensorFlow.`,
    { details: { layer: name, className } },
  );
}

export function requireChannelsLast(layer: LayerRecord): void {
  if (layer.config.data_format === 'channels_first') throw unsupported(layer, 'data_format channels_first');
}
