import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { graphql, type ResultOf } from '../../graphql/graphql.js';
import { inWords } from '../../graphql/in-words.js';

const PICTURES = graphql(`
  query Pictures(
    $id: ID!
    $first: Int!
    $after: String
    $label: String
    $bad: Boolean
    $split: SplitFilter
  ) {
    dataset(id: $id) {
      pictures(first: $first, after: $after, label: $label, bad: $bad, split: $split) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
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
        }
      }
    }
  }
`);

export type Picture = ResultOf<typeof PICTURES>['dataset']['pictures']['edges'][number]['node'];

export interface Filter {
  readonly label?: string | undefined;
  readonly bad?: boolean | undefined;
  readonly split?: 'TRAIN' | 'VALIDATION' | 'TEST' | 'UNASSIGNED' | undefined;
}

/** As many as the server gives at once. */
const PAGE = 100;

interface Loaded {
  readonly pictures: readonly Picture[];
  /** Where the next page begins; null after the last, undefined before the first. */
  readonly next: string | null | undefined;
  readonly problem: string;
}
/** A thumbnail that cannot be had sooner than this after the list was read is broken, not expired. */
const FRESH_MS = 10 * 60_000;
const NOTHING: Loaded = { pictures: [], next: undefined, problem: '' };

/** Pictures of a collection by name, page after page as they are asked for. */
export function usePictures(id: string, { label, bad, split }: Filter) {
  const client = useClient();
  const [loaded, setLoaded] = useState(NOTHING);
  const latest = useRef(loaded);
  latest.current = loaded;
  // Of the newest reading; an older one has nothing more to say.
  const reading = useRef(0);
  const busy = useRef(false);
  const readAt = useRef(0);

  /** Reads on from `from` until there are `atLeast`; what was there before stays in view until then. */
  const read = useCallback(
    async (from: Loaded, atLeast: number) => {
      const mine = ++reading.current;
      busy.current = true;
      readAt.current = Date.now();
      const known = new Map(latest.current.pictures.map((picture) => [picture.id, picture]));
      let pictures = from.pictures;
      let next = from.next;
      do {
        const variables = { id, first: PAGE, after: next ?? null, label, bad, split };
        const { data, error } = await client
          .query(PICTURES, variables, { requestPolicy: 'network-only' })
          .toPromise();
        if (mine !== reading.current) return;
        if (!data) {
          busy.current = false;
          return setLoaded({ ...latest.current, problem: error ? inWords(error) : '' });
        }
        const { edges, pageInfo } = data.dataset.pictures;
        pictures = [...pictures, ...edges.map(({ node }) => sameAs(known.get(node.id), node))];
        next = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
      } while (next && pictures.length < atLeast);
      busy.current = false;
      setLoaded({ pictures, next, problem: '' });
    },
    [client, id, label, bad, split],
  );

  useEffect(() => {
    setLoaded(NOTHING);
    latest.current = NOTHING;
    void read(NOTHING, 1);
    return () => {
      reading.current++;
    };
  }, [read]);

  return {
    ...loaded,
    loading: loaded.next === undefined && !loaded.problem,
    hasMore: Boolean(loaded.next),
    loadMore: useCallback(() => {
      if (!busy.current && latest.current.next) {
        // Twice as many: the list of all is built anew each time, which holds up whoever scrolls.
        void read(latest.current, 2 * latest.current.pictures.length);
      }
    }, [read]),
    loadAll: useCallback(async () => {
      if (latest.current.next) await read(latest.current, Number.POSITIVE_INFINITY);
      return latest.current.pictures;
    }, [read]),
    /** Reads what is shown again. */
    refresh: useCallback(() => read(NOTHING, latest.current.pictures.length), [read]),
    /** Addresses of files are good for an hour or two. */
    refreshExpired: useCallback(() => {
      if (Date.now() - readAt.current > FRESH_MS) void read(NOTHING, latest.current.pictures.length);
    }, [read]),
    /** Takes out at once what the server is just being told about. */
    hide: useCallback((ids: ReadonlySet<string>) => {
      setLoaded((now) => ({ ...now, pictures: now.pictures.filter((picture) => !ids.has(picture.id)) }));
    }, []),
  };
}

/** The same object while nothing has changed, so that nothing is drawn again. */
function sameAs(known: Picture | undefined, picture: Picture): Picture {
  return known && JSON.stringify(known) === JSON.stringify(picture) ? known : picture;
}
