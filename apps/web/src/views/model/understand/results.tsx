import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../graphql/graphql.js';
import { inWords } from '../../../graphql/in-words.js';
import { understand as strings } from '../../../strings/index.js';
import { Button } from '../../../ui/button.js';
import { Loading } from '../../../ui/loading.js';
import { Problem } from '../../../ui/problem.js';
import { ResultCard } from './result-card.js';
import styles from './results.module.css';
import type { Relabelling } from './use-relabel.js';

const RESULTS = graphql(`
  query TestResults(
    $ref: String!
    $actual: String
    $predicted: String
    $wrong: Boolean
    $first: Int!
    $after: String
  ) {
    model(ref: $ref) {
      id
      testResults(actual: $actual, predicted: $predicted, wrong: $wrong, first: $first, after: $after) {
        edges {
          node {
            name
            actual
            predicted
            probability
            heatMapUrl
            picture {
              thumbnailUrl
              today {
                id
                label
              }
            }
            neighbours {
              name
              label
              similarity
              picture {
                thumbnailUrl
              }
            }
          }
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  }
`);

export interface ResultFilter {
  readonly actual?: string;
  readonly predicted?: string;
  readonly wrong?: boolean;
}

interface Props {
  readonly model: string;
  readonly filter: ResultFilter;
  /** Pictures at a time; more are fetched when they are asked for. */
  readonly pageSize?: number;
  /** In place of the pictures where there are none. */
  readonly none?: string;
  readonly relabelling: Relabelling | undefined;
}

/** Test pictures with what the model said of them. */
export function Results({ model, filter, pageSize = 24, none, relabelling }: Props) {
  const [pages, setPages] = useState<readonly (string | undefined)[]>([undefined]);
  return (
    <div className={styles.pages}>
      {pages.map((after, i) => (
        <ResultPage
          key={after ?? ''}
          variables={{ ref: model, ...filter, first: pageSize, after }}
          none={none}
          relabelling={relabelling}
          onMore={i === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
        />
      ))}
    </div>
  );
}

interface PageProps {
  readonly variables: ResultFilter & { ref: string; first: number; after: string | undefined };
  readonly none: string | undefined;
  readonly relabelling: Relabelling | undefined;
  readonly onMore: ((cursor: string) => void) | undefined;
}

function ResultPage({ variables, none, relabelling, onMore }: PageProps) {
  const [{ data, error }] = useQuery({ query: RESULTS, variables });
  if (!data) return error ? <Problem>{inWords(error)}</Problem> : <Loading />;
  const results = data.model.testResults;
  if (!results) return <p className={styles.note}>{strings.older}</p>;
  if (results.edges.length === 0) return <p className={styles.note}>{none}</p>;
  const { endCursor, hasNextPage } = results.pageInfo;
  return (
    <>
      <ul className={styles.results}>
        {results.edges.map(({ node }) => (
          <li key={node.name}>
            <ResultCard result={node} relabelling={relabelling} />
          </li>
        ))}
      </ul>
      {onMore && hasNextPage && endCursor && (
        <Button onPress={() => onMore(endCursor)}>{strings.more}</Button>
      )}
    </>
  );
}
