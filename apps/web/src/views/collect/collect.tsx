import { Unavailable } from '../../shell/unavailable.js';
import { useAddressId } from '../../shell/use-address-id.js';
import { useViewer } from '../../shell/viewer.js';
import { Toasts } from '../../ui/toasts.js';
import { Collecting } from './collecting.js';
import { useCollection } from './use-collection.js';

/** Pictures into classes. */
export default function Collect() {
  const id = useAddressId();
  const { mayTrain } = useViewer();
  const { collection, limits, error, refresh } = useCollection(id, mayTrain);
  if (error || !collection) return <Unavailable error={error} again={refresh} />;
  return (
    <>
      <Collecting key={id} collection={collection} limits={limits} onChange={refresh} />
      <Toasts />
    </>
  );
}
