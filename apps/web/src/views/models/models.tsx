import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { useSearchParams } from 'wouter';
import { inWords } from '../../graphql/in-words.js';
import { models as strings } from '../../strings/index.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Loading } from '../../ui/loading.js';
import { Page } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { Toasts } from '../../ui/toasts.js';
import { Comparison } from './comparison.js';
import { ModelName } from './model-name.js';
import styles from './models.module.css';
import { MODELS, type ModelsPage } from './queries.js';

/** Every model by name, newest first: what it was made of, where its names point, and which of two is better. */
export default function Models() {
  const [{ data, error, fetching }] = useQuery({ query: MODELS, variables: { after: null } });
  const { all, next, loadOlder, forget } = useOlder(data);
  const { chosen, toggle, clear, compared, open, close } = useChoice();

  const names = [...new Set(all.map(({ name }) => name))];
  return (
    <Page title={strings.title} lead={strings.lead}>
      {error && <Problem>{inWords(error)}</Problem>}
      {!data && fetching && <Loading />}
      {data && all.length === 0 && (
        <Card>
          <p>{strings.none}</p>
          <p className={styles.actions}>
            <ButtonLink kind="primary" href="/">
              {strings.toPictures}
            </ButtonLink>
          </p>
        </Card>
      )}
      {names.map((name) => (
        <ModelName
          key={name}
          name={name}
          versions={all.filter((model) => model.name === name)}
          aliases={data?.aliases.filter(({ ref }) => ref.startsWith(`${name}@`)) ?? []}
          chosen={chosen}
          onChoose={toggle}
          onDeleted={forget}
        />
      ))}
      {next && (
        <p className={styles.actions}>
          <Button onPress={() => loadOlder(next)}>{strings.more}</Button>
        </p>
      )}
      {chosen.length > 0 && (
        <div className={styles.choice} role="status">
          <span>{strings.chosen(chosen)}</span>
          <Button kind="primary" isDisabled={chosen.length < 2} onPress={open}>
            {strings.chooseTwo(chosen.length)}
          </Button>
          <Button kind="quiet" onPress={clear}>
            {strings.clearChoice}
          </Button>
        </div>
      )}
      {compared && <Comparison first={compared[0]} second={compared[1]} onClose={close} />}
      <Toasts />
    </Page>
  );
}

/** The newest models, which follow every change, and pages of older ones as they are asked for. */
function useOlder(newest: ModelsPage | undefined) {
  const client = useClient();
  const [pages, setPages] = useState<readonly ModelsPage[]>([]);
  const [gone, setGone] = useState<readonly string[]>([]);
  const { hasNextPage, endCursor } = (pages.at(-1) ?? newest)?.models.pageInfo ?? {};
  const listed = [newest, ...pages].flatMap((page) => page?.models.edges.map(({ node }) => node) ?? []);
  // One that was the last of the newest moves there from a page when a newer one was deleted.
  const all = [...new Map(listed.map((model) => [model.ref, model])).values()];
  return {
    all: all.filter(({ ref }) => !gone.includes(ref)),
    next: hasNextPage ? endCursor : null,
    async loadOlder(after: string) {
      const { data } = await client.query(MODELS, { after }).toPromise();
      if (data) setPages((known) => [...known, data]);
    },
    forget: (ref: string) => setGone((refs) => [...refs, ref]),
  };
}

/** Up to two models to compare; what is compared is in the address, so that it can be reloaded and shared. */
function useChoice() {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [search, setSearch] = useSearchParams();
  const [first, second] = search.getAll('compare');
  return {
    chosen,
    /** The one chosen first makes room for a third. */
    toggle: (ref: string) =>
      setChosen((refs) =>
        refs.includes(ref) ? refs.filter((each) => each !== ref) : [...refs, ref].slice(-2),
      ),
    clear: () => setChosen([]),
    compared: first && second ? ([first, second] as const) : undefined,
    open: () => setSearch(chosen.map((ref) => ['compare', ref])),
    close: () => setSearch({}),
  };
}
