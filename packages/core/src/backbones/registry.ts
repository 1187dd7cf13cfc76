import { BackboneError } from '../errors.js';
import { convnextTiny } from './convnext.js';
import { densenet121, densenet169, densenet201 } from './densenet.js';
import { efficientnets } from './efficientnet.js';
import { efficientnetLite0 } from './efficientnet-lite0.js';
import { efficientnetsV2 } from './efficientnet-v2.js';
import { inceptionResnetV2 } from './inception-resnet-v2.js';
import { inceptionV3 } from './inception-v3.js';
import { mobilenet } from './mobilenet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { mobilenetV3Large, mobilenetV3Small } from './mobilenet-v3.js';
import { nasnetMobile } from './nasnet.js';
import { resnet50, resnet101, resnet152 } from './resnet.js';
import { resnet50V2, resnet101V2, resnet152V2 } from './resnet-v2.js';
import { squeezenet } from './squeezenet.js';
import type { Backbone } from './types.js';
import { vgg16, vgg19 } from './vgg.js';
import { xception } from './xception.js';

const backbones = new Map<string, Backbone>(
  [
    efficientnetLite0,
    mobilenetV2,
    mobilenet,
    mobilenetV3Small,
    mobilenetV3Large,
    ...efficientnets,
    ...efficientnetsV2,
    convnextTiny,
    resnet50,
    resnet101,
    resnet152,
    resnet50V2,
    resnet101V2,
    resnet152V2,
    densenet121,
    densenet169,
    densenet201,
    xception,
    inceptionV3,
    inceptionResnetV2,
    nasnetMobile,
    squeezenet,
    vgg16,
    vgg19,
  ].map((backbone) => [backbone.name, backbone]),
);

/**
 * Makes a backbone known by its name, in this process, to everything that takes one.
 *
 * @throws BackboneError `BACKBONE_NAME_TAKEN` when another backbone has that name.
 */
export function registerBackbone(backbone: Backbone): void {
  const known = backbones.get(backbone.name);
  if (known && known !== backbone) {
    throw new BackboneError(
      'BACKBONE_NAME_TAKEN',
      `There is a backbone "${backbone.name}" already (${known.title}). Register yours under another name.`,
      { details: { name: backbone.name } },
    );
  }
  backbones.set(backbone.name, backbone);
}

/** @throws BackboneError `BACKBONE_UNKNOWN`, with the known names and the nearest spelling. */
export function findBackbone(name: string): Backbone {
  const backbone = backbones.get(name);
  if (backbone) return backbone;
  const known = [...backbones.keys()];
  const nearest = nearestSpelling(name, known);
  throw new BackboneError(
    'BACKBONE_UNKNOWN',
    `There is no backbone "${name}"${nearest ? `; did you mean "${nearest}"?` : '.'} Known: ${known.join(', ')}.`,
    { details: { name, known, nearest } },
  );
}

/** Every known backbone: the embedded default first, then the others of Graft, then those registered. */
export function listBackbones(): Backbone[] {
  return [...backbones.values()];
}

/** Case and punctuation aside, at most a third of the letters may differ. */
function nearestSpelling(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const asked = plain(name);
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(asked, plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= best.candidate.length / 3 ? best.candidate : undefined;
}

/** Levenshtein: letters to insert, remove or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
