import { NetworkError } from '../errors.js';
import type { LayerConfig } from '../network/topology.js';

/**
 * A layer's settings as Keras 3 calls them. Initialisers, regularisers and constraints are left out: only training reads them,
 * and Keras has defaults.
 *
 * @throws NetworkError `NETWORK_UNSUPPORTED_LAYER` naming the layer and what Keras 3 has no equal of.
 */
export function kerasSettings({ class_name: className, name, config }: LayerConfig): Record<string, unknown> {
  const settings = Object.hasOwn(SETTINGS, className) ? SETTINGS[className] : undefined;
  if (!settings) throw unsupported(name, className);
  const { activation } = config;
  if (settings.includes('activation') && !ACTIVATIONS.has(String(activation))) {
    throw unsupported(name, className, `activation ${JSON.stringify(activation)}`);
  }
  const given = settings.filter((key) => config[key] !== undefined);
  return Object.fromEntries(given.map((key) => [RENAMED[`${className}.${key}`] ?? key, config[key]]));
}

const WINDOW = ['strides', 'padding', 'data_format'];
const CONVOLUTION = ['kernel_size', ...WINDOW, 'dilation_rate', 'activation', 'use_bias'];
const POOLING = ['pool_size', ...WINDOW];

/** By class, the settings that decide what a layer computes; the same in tfjs and Keras 3 unless renamed below. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  Activation: ['activation'],
  Add: [],
  Average: [],
  AveragePooling2D: POOLING,
  BatchNormalization: ['axis', 'momentum', 'epsilon', 'center', 'scale'],
  Concatenate: ['axis'],
  Conv2D: ['filters', ...CONVOLUTION],
  Conv2DTranspose: ['filters', ...CONVOLUTION],
  Cropping2D: ['cropping', 'data_format'],
  Dense: ['units', 'activation', 'use_bias'],
  DepthwiseConv2D: ['depth_multiplier', ...CONVOLUTION],
  Dropout: ['rate'],
  ELU: [],
  Flatten: ['data_format'],
  GlobalAveragePooling2D: ['data_format'],
  GlobalMaxPooling2D: ['data_format'],
  LayerNormalization: ['axis', 'epsilon', 'center', 'scale'],
  LeakyReLU: ['alpha'],
  Maximum: [],
  MaxPooling2D: POOLING,
  Minimum: [],
  Multiply: [],
  Permute: ['dims'],
  PReLU: ['shared_axes'],
  ReLU: ['max_value'],
  Rescaling: ['scale', 'offset'],
  SeparableConv2D: ['filters', 'depth_multiplier', ...CONVOLUTION],
  Softmax: ['axis'],
  UpSampling2D: ['size', 'data_format', 'interpolation'],
  ZeroPadding2D: ['padding', 'data_format'],
};

const RENAMED: Readonly<Record<string, string>> = { 'LeakyReLU.alpha': 'negative_slope' };

/** Without `hard_sigmoid`, whose slope is 0.2 in tfjs and 1/6 in Keras 3. */
const ACTIVATIONS: ReadonlySet<string> = new Set([
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'sigmoid',
  'softplus',
  'softsign',
  'tanh',
  'softmax',
  'log_softmax',
  'swish',
  'mish',
]);

function unsupported(layer: string, className: string, what?: string): NetworkError {
  return new NetworkError(
    'NETWORK_UNSUPPORTED_LAYER',
    `Layer "${layer}" (${className})${what ? ` has ${what}, which` : ''} cannot be written for Keras 3. Export as tfjs or safetensors, which hold every network.`,
    { details: { layer, className } },
  );
}
