import { inWords } from '../../graphql/in-words.js';
import { useAddressId } from '../../shell/use-address-id.js';
import { useViewer } from '../../shell/viewer.js';
import { common } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Loading } from '../../ui/loading.js';
import { Problem } from '../../ui/problem.js';
import { Toasts } from '../../ui/toasts.js';
import { Collecting } from './collecting.js';
import { useCollection } from './use-collection.js';

/** Pictures into classes. */
export default function Collect() {
  const id = useAddressId();
  const { mayTrain } = useViewer();
  const { collection, limits, error, refresh } = useCollection(id, mayTrain);
  if (error) {
    const again = <Button onPress={refresh}>{common.tryAgain}</Button>;
    return <Problem action={again}>{inWords(error)}</Problem>;
  }
  if (!collection) return <Loading />;
  return (
    <>
      <Collecting key={id} collection={collection} limits={limits} onChange={refresh} />
      <Toasts />
    </>
  );
}
