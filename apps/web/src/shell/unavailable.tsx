import type { CombinedError } from 'urql';
import { inWords } from '../graphql/in-words.js';
import { common } from '../strings/index.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Loading } from '../ui/loading.js';
import { Page } from '../ui/page.js';
import { Problem } from '../ui/problem.js';
import { NotFound } from './not-found.js';

interface Props {
  readonly error: CombinedError | undefined;
  readonly again: () => void;
}

/** In place of a view whose data have not come: waiting, trying again, or the way on where there is nothing. */
export function Unavailable({ error, again }: Props) {
  if (!error) return <Loading />;
  if (isGone(error)) return <NotFound />;
  const way = error.networkError ? (
    <Button onPress={again}>{common.tryAgain}</Button>
  ) : (
    <ButtonLink href="/">{common.toStart}</ButtonLink>
  );
  return (
    <Page title={common.unavailable}>
      <Problem action={way}>{inWords(error)}</Problem>
    </Page>
  );
}

/** An address that was never right, or is no longer. */
function isGone({ graphQLErrors }: CombinedError): boolean {
  return graphQLErrors.some(({ extensions }) => /(^|_)NOT_FOUND$/.test(String(extensions.code)));
}
