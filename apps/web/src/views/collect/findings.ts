import { graphql, type ResultOf } from '../../graphql/graphql.js';
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
  /** The label that fits better. */
  readonly suggested?: string;
}

type Found = NonNullable<ResultOf<typeof FINDINGS>['job']['findings']>;

/** @param kept keys of findings that somebody has looked at and left as they are. */
export function findingsOf({ duplicates, doubtedLabels, outliers }: Found, kept: ReadonlySet<string>) {
  const open = (findings: readonly Finding[]) => findings.filter(({ key }) => !kept.has(key));
  return {
    duplicates: open(
      duplicates.map(({ a, b }) => ({ key: `same ${[a.id, b.id].sort().join(' ')}`, pictures: [a, b] })),
    ),
    doubts: open(
      doubtedLabels.map(({ picture, suggested }) => ({
        key: `label ${picture.id} ${picture.label}`,
        pictures: [picture],
        suggested,
      })),
    ),
    outliers: open(outliers.map(({ picture }) => ({ key: `alone ${picture.id}`, pictures: [picture] }))),
  };
}
