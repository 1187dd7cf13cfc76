import { graphql, type ResultOf } from '../../graphql/graphql.js';
import type { Collection } from './use-collection.js';
import type { Picture } from './use-pictures.js';

export const FINDINGS = graphql(`
  query Findings($job: ID!) {
    job(id: $job) {
      findings {
        duplicates {
          a {
            ...Seen
          }
          b {
            ...Seen
          }
        }
        doubtedLabels {
          picture {
            ...Seen
          }
          suggested
        }
        doubtedTargets {
          picture {
            ...Seen
          }
          target
          given
          expected
        }
        outliers {
          picture {
            ...Seen
          }
        }
      }
    }
  }

  fragment Seen on Picture {
    id
    name
    label
    split
    thumbnailUrl
    problem {
      code
      message
    }
  }
`);

/** Something that is worth a look. */
export interface Finding {
  /** The same finding in the next check has the same. */
  readonly key: string;
  readonly pictures: readonly Picture[];
  readonly better?: Better;
}

export interface LabelBetter {
  readonly kind: 'label' | 'more' | 'less';
  readonly label: string;
}

/** What fits a picture better: a label in place of its own, one more, one less, or another number. */
type Better = LabelBetter | { readonly kind: 'number'; readonly target: string; readonly value: number };

type Found = NonNullable<ResultOf<typeof FINDINGS>['job']['findings']>;

/** @param kept keys of findings that somebody has looked at and left as they are. */
export function findingsOf(
  { duplicates, doubtedLabels, doubtedTargets, outliers }: Found,
  task: Collection['task'],
  kept: ReadonlySet<string>,
) {
  const open = (findings: readonly Finding[]) => findings.filter(({ key }) => !kept.has(key));
  return {
    duplicates: open(
      duplicates.map(({ a, b }) => ({ key: `same ${[a.id, b.id].sort().join(' ')}`, pictures: [a, b] })),
    ),
    doubts: open([
      ...doubtedLabels.map(
        ({ picture, suggested }): Finding => ({
          key: `label ${picture.id} ${picture.label}`,
          pictures: [picture],
          better: { kind: 'label', label: suggested },
        }),
      ),
      ...doubtedTargets.map(
        ({ picture, target, given, expected }): Finding => ({
          key: `target ${picture.id} ${target} ${given}`,
          pictures: [picture],
          better:
            task === 'REGRESSION'
              ? { kind: 'number', target, value: expected }
              : { kind: given > 0 ? 'less' : 'more', label: target },
        }),
      ),
    ]),
    outliers: open(outliers.map(({ picture }) => ({ key: `alone ${picture.id}`, pictures: [picture] }))),
  };
}
