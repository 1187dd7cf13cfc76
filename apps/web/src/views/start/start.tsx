import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { inWords } from '../../graphql/in-words.js';
import { useViewer } from '../../shell/viewer.js';
import { common, start as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Loading } from '../../ui/loading.js';
import { Page } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { Toasts } from '../../ui/toasts.js';
import { CollectionCard } from './collection-card.js';
import { NewCollection } from './new-collection.js';
import { COLLECTIONS } from './queries.js';
import { RunningJobs } from './running-jobs.js';
import styles from './start.module.css';

const STEP = 24;
const MOST = 100;
const ASK_EVERY_MS = 3000;

/** Every collection of pictures, and what is being done with them. */
export function Start() {
  const { mayTrain } = useViewer();
  const [first, setFirst] = useState(STEP);
  const [{ data, error }, ask] = useQuery({
    query: COLLECTIONS,
    variables: { first },
    requestPolicy: 'cache-and-network',
  });
  const collections = data?.datasets.edges.map(({ node }) => node) ?? [];
  // The trainings of a comparison are shown as that.
  const jobs = [...(data?.running.edges ?? []), ...(data?.queued.edges ?? [])].flatMap(({ node }) =>
    node.parent ? [] : [node],
  );
  const busy = jobs.length > 0;
  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(() => ask({ requestPolicy: 'network-only' }), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [busy, ask]);
  const refresh = () => ask({ requestPolicy: 'network-only' });

  return (
    <Page title={strings.title} lead={strings.lead}>
      {error && (
        <Problem action={<Button onPress={refresh}>{common.tryAgain}</Button>}>{inWords(error)}</Problem>
      )}
      {!data && !error && <Loading />}
      {busy && <RunningJobs jobs={jobs} />}
      {data && (
        <section aria-labelledby="collections">
          <h2 id="collections" className={styles.heading}>
            {strings.datasets}
          </h2>
          {collections.length === 0 && (
            <p className={styles.none}>{mayTrain ? strings.none : strings.noneToSee}</p>
          )}
          <ul className={styles.collections}>
            {mayTrain && (
              <li>
                <NewCollection />
              </li>
            )}
            {collections.map((collection) => (
              <li key={collection.id}>
                <CollectionCard collection={collection} mayDelete={mayTrain} onDelete={refresh} />
              </li>
            ))}
          </ul>
          {data.datasets.pageInfo.hasNextPage && first < MOST && (
            <Button onPress={() => setFirst(Math.min(first + STEP, MOST))}>{strings.showMore}</Button>
          )}
        </section>
      )}
      <Toasts />
    </Page>
  );
}
