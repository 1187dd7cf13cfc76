import { createRandom, type Random } from '../random.js';
import type { Operation } from './apply-operations.js';
import type { Box } from './crop.js';
import type { Point } from './perspective.js';
import { drawRandAugment } from './rand-augment.js';
import type { Range, Transform } from './types.js';

const CROP_ASPECT: Range = [3 / 4, 4 / 3];
const ERASE_ASPECT: Range = [0.3, 3.3];

/**
 * Rolls the dice: the same transforms and seed give the same operations on every machine. Each transform draws from a
 * stream of its own.
 */
export function drawOperations(transforms: readonly Transform[], seed: string): Operation[] {
  return transforms.flatMap((transform, index) => {
    const random = createRandom(seed, index, transform.name);
    const probability = transform.probability ?? (transform.name.startsWith('flip') ? 0.5 : 1);
    return random.next() < probability ? drawOne(transform, random) : [];
  });
}

function drawOne(transform: Transform, random: Random): Operation[] {
  const { name } = transform;
  const within = ([least, most]: Range) => least + (most - least) * random.next();
  const around = (most: number) => within([-most, most]);
  switch (name) {
    case 'flip-horizontal':
    case 'flip-vertical':
    case 'grey':
    case 'auto-contrast':
    case 'equalize':
      return [{ name }];
    case 'rotate':
      return [{ name, degrees: around(transform.degrees) }];
    case 'zoom':
      return [{ name, factor: within(transform.factor) }];
    case 'shift':
      return [{ name, x: around(transform.fraction), y: around(transform.fraction) }];
    case 'crop':
      return [{ name, ...drawBox(transform.area, transform.aspect ?? CROP_ASPECT, random) }];
    case 'shear':
      return [{ name, x: tangent(around(transform.degrees)), y: tangent(around(transform.degrees)) }];
    case 'perspective': {
      const inward = () => (transform.distortion / 2) * random.next();
      const corner = (x: number, y: number): Point => [
        x + (1 - 2 * x) * inward(),
        y + (1 - 2 * y) * inward(),
      ];
      return [
        {
          name,
          topLeft: corner(0, 0),
          topRight: corner(1, 0),
          bottomRight: corner(1, 1),
          bottomLeft: corner(0, 1),
        },
      ];
    }
    case 'brightness':
    case 'contrast':
    case 'saturation':
    case 'sharpness':
      return [{ name, factor: 1 + around(transform.strength) }];
    case 'hue':
      return [{ name, turn: around(transform.turn) }];
    case 'blur':
      return [{ name, radius: within(transform.radius) }];
    case 'noise':
      return [{ name, deviation: within(transform.deviation), seed: random.integer(2 ** 31) }];
    case 'jpeg':
      return [{ name, quality: Math.round(within(transform.quality)) }];
    case 'erase':
      return [{ name, ...drawBox(transform.area, transform.aspect ?? ERASE_ASPECT, random) }];
    case 'rand-augment':
      return drawRandAugment(transform, random);
  }
}

/** A box of a random area and aspect ratio (drawn on a logarithmic scale, as torchvision does), as much of it as fits. */
function drawBox(area: Range, [narrow, wide]: Range, random: Random): Box {
  const size = area[0] + (area[1] - area[0]) * random.next();
  const aspect = narrow * (wide / narrow) ** random.next();
  const width = Math.min(1, Math.sqrt(size * aspect));
  const height = Math.min(1, Math.sqrt(size / aspect));
  return { left: (1 - width) * random.next(), top: (1 - height) * random.next(), width, height };
}

function tangent(degrees: number): number {
  return Math.tan((degrees * Math.PI) / 180);
}
