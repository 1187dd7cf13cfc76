import { type GraphScope, int } from '../graph.js';
import type { LayerRecord } from '../layer-records.js';
import { type ConverterTable, requireChannelsLast } from './converter.js';
import { windowAttributes } from './windows.js';

/** Padding never counts: not in a maximum, and not in an average, where TensorFlow divides by the pixels that are there. */
export const POOLING: ConverterTable = {
  MaxPooling2D: (layer, [x], scope) => pool('MaxPool', layer, x!, scope),
  AveragePooling2D: (layer, [x], scope) => pool('AveragePool', layer, x!, scope),
  GlobalMaxPooling2D: (layer, [x], scope) => poolAll('GlobalMaxPool', layer, x!, scope),
  GlobalAveragePooling2D: (layer, [x], scope) => poolAll('GlobalAveragePool', layer, x!, scope),
};

function pool(opType: string, layer: LayerRecord, x: string, scope: GraphScope): string {
  requireChannelsLast(layer);
  return scope.node(opType, [x], windowAttributes(layer, layer.config.pool_size as [number, number]));
}

function poolAll(opType: string, layer: LayerRecord, x: string, scope: GraphScope): string {
  requireChannelsLast(layer);
  return scope.node('Flatten', [scope.node(opType, [x])], { axis: int(1) });
}
