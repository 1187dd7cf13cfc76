import { z } from 'zod';
import { OptionError } from '../errors.js';
import { AUGMENTATION_PRESETS, type AugmentationPreset, presetTransforms } from './presets.js';
import { MAX_MAGNITUDE } from './rand-augment.js';
import type { Mixing, Transform } from './types.js';

/** How training pictures are varied; validation and test pictures never are. */
export interface AugmentationOptions {
  /** A preset's name, or steps of your own in order. */
  readonly transforms: AugmentationPreset | readonly Transform[];
  /**
   * `views` (default): a fixed number of variations per picture, drawn once, their features cached, so that later runs
   * cost nothing; `streaming`: another variation in every epoch, computed every time.
   */
  readonly mode?: 'views' | 'streaming';
  /** Variations per picture beside the original, 1 to 100; default 4. Only for `views`. */
  readonly views?: number;
  /** Mixes pairs of pictures and their labels. Only for `streaming`. */
  readonly mix?: Mixing;
}

/** With defaults filled in: plain JSON. */
export interface Augmentation {
  readonly transforms: readonly Transform[];
  readonly mode: 'views' | 'streaming';
  /** 0 for streaming. */
  readonly views: number;
  readonly mix?: Mixing;
}

/** Four: what Graft's survey of practice suggests for stored features; the gain falls off quickly after that. */
export const DEFAULT_VIEWS = 4;

/**
 * @returns undefined where nothing is to be varied.
 * @throws OptionError `OPTION_INVALID` naming the field out of range, `OPTION_CONFLICT` for an option of the other mode.
 */
export function resolveAugmentation(
  augmentation: AugmentationPreset | AugmentationOptions | undefined,
): Augmentation | undefined {
  const options = typeof augmentation === 'string' ? { transforms: augmentation } : augmentation;
  if (options === undefined) return undefined;
  const transforms = transformsOf(options.transforms);
  const { mode = 'views', views, mix } = checked(optionsSchema, options, 'augmentation');
  if (mode === 'streaming' && views !== undefined) {
    throw conflict('augmentation.views belongs to mode "views"; streaming draws a new view in every epoch.');
  }
  if (mode === 'views' && mix) {
    throw conflict(
      'augmentation.mix needs mode "streaming"; the features of a mixed picture are of no use later.',
    );
  }
  if (transforms.length === 0 && !mix) return undefined;
  return { transforms, mode, views: mode === 'views' ? (views ?? DEFAULT_VIEWS) : 0, mix };
}

/** @throws OptionError `OPTION_INVALID` for an unknown preset or a step out of range. */
export function transformsOf(transforms: AugmentationOptions['transforms']): readonly Transform[] {
  if (typeof transforms !== 'string') {
    return checked(z.array(transformSchema), transforms, 'augmentation.transforms');
  }
  if (AUGMENTATION_PRESETS.includes(transforms)) return presetTransforms(transforms);
  throw invalid(
    'augmentation.transforms',
    transforms,
    `one of ${AUGMENTATION_PRESETS.join(', ')}, or a list`,
  );
}

const within = (least: number, most: number) => z.number().min(least).max(most);
const range = (least: number, most: number) =>
  z
    .tuple([within(least, most), within(least, most)])
    .refine(([from, to]) => from <= to, 'expected the smaller number first');
const step = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject({ ...shape, probability: within(0, 1).optional() });
const aspect = range(0.05, 20).optional();

const transformSchema: z.ZodType<Transform> = z.discriminatedUnion('name', [
  step({ name: z.enum(['flip-horizontal', 'flip-vertical', 'grey', 'auto-contrast', 'equalize']) }),
  step({ name: z.literal('rotate'), degrees: within(0, 180) }),
  step({ name: z.literal('zoom'), factor: range(0.25, 4) }),
  step({ name: z.literal('shift'), fraction: within(0, 1) }),
  step({ name: z.literal('crop'), area: range(0.01, 1), aspect }),
  step({ name: z.literal('shear'), degrees: within(0, 60) }),
  step({ name: z.literal('perspective'), distortion: within(0, 0.9) }),
  step({ name: z.enum(['brightness', 'contrast', 'saturation', 'sharpness']), strength: within(0, 1) }),
  step({ name: z.literal('hue'), turn: within(0, 0.5) }),
  step({ name: z.literal('blur'), radius: range(0.3, 50) }),
  step({ name: z.literal('noise'), deviation: range(0, 128) }),
  step({ name: z.literal('jpeg'), quality: range(1, 100) }),
  step({ name: z.literal('erase'), area: range(0.001, 1), aspect }),
  step({
    name: z.literal('rand-augment'),
    operations: z.int().min(1).max(14),
    magnitude: within(0, MAX_MAGNITUDE),
  }),
]);

const optionsSchema = z.strictObject({
  transforms: z.unknown(),
  mode: z.enum(['views', 'streaming']).optional(),
  views: z.int().min(1).max(100).optional(),
  mix: z
    .strictObject({
      name: z.enum(['mix-up', 'cut-mix']),
      alpha: z.number().positive().max(4),
      probability: within(0, 1).optional(),
    })
    .optional(),
});

function checked<T>(schema: z.ZodType<T>, value: unknown, field: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw invalid([field, ...path].join('.'), path.reduce(valueAt, value), message);
}

function valueAt(value: unknown, key: PropertyKey): unknown {
  return (value as Record<PropertyKey, unknown> | undefined)?.[key];
}

function invalid(field: string, value: unknown, expected: string): OptionError {
  const message = `${field} is ${JSON.stringify(value)}; expected ${expected.replace(/^.*expected /, '')}.`;
  return new OptionError('OPTION_INVALID', message, { details: { field, value } });
}

function conflict(message: string): OptionError {
  return new OptionError('OPTION_CONFLICT', message);
}
