import { useQuery } from 'urql';
import { Unavailable } from '../../shell/unavailable.js';
import { useAddressId } from '../../shell/use-address-id.js';
import { train as strings } from '../../strings/index.js';
import { ButtonLink } from '../../ui/button.js';
import { Disclosure } from '../../ui/disclosure.js';
import { Page } from '../../ui/page.js';
import { MoreSettings } from './more-settings.js';
import { searchOf } from './settings.js';
import { StartCard } from './start-card.js';
import { DATASET } from './train-queries.js';
import { useEstimate } from './use-estimate.js';
import { useSettings } from './use-settings.js';

/** Train on a dataset: one button, and everything else behind "more". */
export default function Train() {
  const id = useAddressId();
  const [{ data, error }, ask] = useQuery({
    query: DATASET,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const [settings, change] = useSettings();
  const estimate = useEstimate(id, settings);
  if (!data) return <Unavailable error={error} again={ask} />;
  const { dataset } = data;
  const classes = dataset.classes.filter(({ pictures }) => pictures > 0);
  return (
    <Page
      title={strings.title(dataset.name)}
      lead={strings.leads[dataset.task](dataset.pictureCount, classes.length)}
      actions={<ButtonLink href={`/datasets/${id}`}>{strings.back}</ButtonLink>}
    >
      <StartCard dataset={dataset} settings={settings} change={change} estimate={estimate} />
      <Disclosure title={strings.more} isOpenAtFirst={Object.keys(searchOf(settings)).length > 0}>
        <MoreSettings dataset={dataset} settings={settings} change={change} estimate={estimate} />
      </Disclosure>
    </Page>
  );
}
