import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { Provider, useQuery } from 'urql';
import { readKey, writeKey } from '../graphql/api-key.js';
import { createGraphqlClient, isRefusal } from '../graphql/client.js';
import { graphql } from '../graphql/graphql.js';

const VIEWER = graphql(`
  query Viewer {
    viewer {
      id
      scopes
    }
  }
`);

/** Who uses the page, as far as the server says. */
export interface Viewer {
  /** Whether the server wants a key, or another one than that of this device. */
  readonly refused: boolean;
  /** Whether a key is kept on this device. */
  readonly hasKey: boolean;
  /** Collect, train, delete, promote: everything but look and predict. True until the server has answered. */
  readonly mayTrain: boolean;
  /** Keeps a key on this device and uses it from now on. */
  signIn(key: string): void;
  signOut(): void;
}

const ViewerContext = createContext<Viewer | null>(null);

/** What the viewer may do, for what is shown: the server checks all of it again. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer needs a ViewerProvider around it.');
  return viewer;
}

/** Connects everything within to the server, with this device's key where there is one. */
export function ViewerProvider({ children }: { readonly children: ReactNode }) {
  const [key, setKey] = useState(readKey);
  const [refusedKey, setRefusedKey] = useState<string | null>();
  // A client of its own for each key: what one was shown is not kept for the next.
  const client = useMemo(() => createGraphqlClient({ key, onRefused: () => setRefusedKey(key) }), [key]);
  const use = (next: string | null) => {
    writeKey(next);
    setRefusedKey(undefined);
    setKey(next);
  };
  return (
    <Provider value={client}>
      <Scopes refused={refusedKey === key} hasKey={key !== null} signIn={use} signOut={() => use(null)}>
        {children}
      </Scopes>
    </Provider>
  );
}

function Scopes({ children, ...known }: Omit<Viewer, 'mayTrain'> & { readonly children: ReactNode }) {
  const [{ data }] = useQuery({ query: VIEWER });
  const mayTrain = data?.viewer.scopes.includes('TRAIN') ?? true;
  return <ViewerContext value={{ ...known, mayTrain }}>{children}</ViewerContext>;
}

/** Whether the server takes a key; null when it cannot be reached. */
export async function isValidKey(key: string): Promise<boolean | null> {
  const { data, error } = await createGraphqlClient({ key }).query(VIEWER, {}).toPromise();
  if (error && isRefusal(error)) return false;
  return data ? true : null;
}
