import { OptionError } from '@graft/core/predict';

/** Where a model is: in a storage, under a prefix or behind an alias. */
export interface ModelPlace {
  /** As it was written; tells places apart. */
  readonly text: string;
  /** `s3://bucket/prefix` or a folder: what `prefixes/`, `aliases/` and `models/` lie under. */
  readonly root: string;
  /** Under the root: the model's own place, or the alias that says it. */
  readonly target: { readonly prefix: string } | { readonly name: string; readonly alias: string };
}

/**
 * Reads one of four forms; `s3://bucket/root` may be a folder as well:
 *
 *     s3://bucket/root#pets@prod          whatever the alias points to
 *     s3://bucket/root#models/pets/3      that model of a storage
 *     s3://bucket/root/models/pets/3      the same: a folder named models is the storage's
 *     s3://bucket/any/folder              a model with its frozen part inside, as `graft train --out` saves it
 *
 * @throws OptionError `OPTION_INVALID`.
 */
export function modelPlace(text: string): ModelPlace {
  const [place = '', target, ...more] = text.split('#');
  if (place === '' || target === '' || more.length > 0) throw unreadable(text);
  const root = place.replace(/\/+$/, '');
  if (target !== undefined) return { text, root, target: targetOf(target, text) };
  const [, above, below] = /^(.*?)\/(models\/.+)$/.exec(root) ?? [];
  // `s3://models/pets` is a bucket of that name.
  if (above && below && above !== 's3:/') return { text, root: above, target: { prefix: below } };
  return { text, root, target: { prefix: '' } };
}

/** One entry of the allow-list. */
export interface AllowedModel {
  /** The place that the entry gives to a name, or undefined when it does not fit. */
  placeOf(name: string): ModelPlace | undefined;
}

/** What `*` stands for: one or two path segments, as in `pets/3`, none of which starts with a dot. */
const WILDCARD = '([\\w-][\\w.-]*(?:/[\\w-][\\w.-]*)?)';

/**
 * Reads `PLACE` or `NAME=PLACE`, where one `*` stands for any name: `s3://bucket#*@prod`, `s3://bucket/models/*`. Without
 * a name of its own, a model goes by what follows `#` or `models/`; a whole place is a name, too.
 *
 * @throws OptionError `OPTION_INVALID`.
 */
export function allowedModel(entry: string): AllowedModel {
  const [, named, place = ''] = /^(?:([^=:#/][^=:#]*)=)?(.*)$/.exec(entry) ?? [];
  if (entry.split('*').length > 2) throw unreadable(entry);
  const sample = modelPlace(place);
  const patterns = [named ?? shortName(sample), place].map(
    (name) => new RegExp(`^${name.split('*').map(literally).join(WILDCARD)}$`),
  );
  return {
    placeOf(name) {
      for (const pattern of patterns) {
        const match = pattern.exec(name);
        if (match) return match[1] === undefined ? sample : modelPlace(place.replace('*', match[1]));
      }
      return undefined;
    },
  };
}

function shortName({ root, target }: ModelPlace): string {
  if ('alias' in target) return `${target.name}@${target.alias}`;
  return target.prefix.replace(/^models\//, '') || (root.split('/').at(-1) as string);
}

function targetOf(target: string, text: string): ModelPlace['target'] {
  const [name = '', alias, ...more] = target.split('@');
  if (alias === undefined) return { prefix: target.replace(/^\/+|\/+$/g, '') };
  if (name === '' || alias === '' || more.length > 0) throw unreadable(text);
  return { name, alias };
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function unreadable(text: string): OptionError {
  return new OptionError(
    'OPTION_INVALID',
    `${JSON.stringify(text)} names no model. Expected s3://bucket/models/pets/3, s3://bucket/root#pets@prod or a folder; in ` +
      'GRAFT_MODELS also NAME=PLACE, and one * for any name.',
    { details: { field: 'model' } },
  );
}
