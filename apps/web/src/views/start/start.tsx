import { Link } from 'react-aria-components';
import { useQuery } from 'urql';
import { graphql } from '../../graphql/graphql.js';
import { common, start as strings } from '../../strings/index.js';
import { Card } from '../../ui/card.js';
import { Loading } from '../../ui/loading.js';
import { Page } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';

const DATASETS = graphql(`
  query Datasets {
    datasets(first: 50) {
      edges {
        node {
          id
          name
          pictureCount
        }
      }
    }
  }
`);

/** Every collection of pictures. */
export function Start() {
  const [{ data, error, fetching }] = useQuery({ query: DATASETS });
  const datasets = data?.datasets.edges.map(({ node }) => node) ?? [];
  return (
    <Page title={strings.title} lead={strings.lead}>
      <Card title={strings.datasets}>
        {fetching && <Loading />}
        {error && <Problem>{error.networkError ? common.noConnection : error.message}</Problem>}
        <ul>
          {datasets.map(({ id, name, pictureCount }) => (
            <li key={id}>
              <Link href={`/datasets/${id}`}>{name}</Link> · {strings.pictures(pictureCount)}
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
}
