import { useQuery } from 'urql';
import { inWords } from '../../graphql/in-words.js';
import { train as strings } from '../../strings/index.js';
import { Loading } from '../../ui/loading.js';
import { Problem } from '../../ui/problem.js';
import { Select } from '../../ui/select.js';
import { PRESETS, type Settings } from './settings.js';
import styles from './train.module.css';
import { type Dataset, VARIATIONS } from './train-queries.js';
import type { ChangeSettings } from './use-settings.js';

interface Props {
  readonly dataset: Dataset;
  readonly settings: Settings;
  readonly change: ChangeSettings;
}

/** Classes of which a picture is shown. */
const SHOWN = 3;

/** A preset, and what it makes of pictures that are there. */
export function VariationsChoice({ dataset, settings, change }: Props) {
  const labels = dataset.classes.filter(({ pictures }) => pictures > 0).map(({ label }) => label);
  return (
    <>
      <Select
        label={strings.augmentation.preset}
        value={settings.vary}
        choices={PRESETS.map((id) => {
          const [label, description] = strings.augmentation[id];
          return { id, label, description };
        })}
        onChange={(value) => change({ vary: value as Settings['vary'] })}
      />
      <p className={styles.hint}>
        {strings.augmentation[settings.vary][1]}
        {settings.vary !== 'NONE' && ` ${strings.augmentation.cost}`}
      </p>
      {settings.vary !== 'NONE' && labels.length > 0 && (
        <figure className={styles.preview}>
          <figcaption>{strings.augmentation.preview}</figcaption>
          {labels.slice(0, SHOWN).map((label) => (
            <Variations key={label} dataset={dataset.id} label={label} preset={settings.vary} />
          ))}
        </figure>
      )}
    </>
  );
}

interface VariationsProps {
  readonly dataset: string;
  readonly label: string;
  readonly preset: Settings['vary'];
}

function Variations({ dataset, label, preset }: VariationsProps) {
  const [{ data, error, stale }] = useQuery({ query: VARIATIONS, variables: { dataset, label, preset } });
  if (error) return <Problem>{inWords(error)}</Problem>;
  if (!data) return <Loading />;
  const picture = data.dataset.pictures.edges[0]?.node;
  if (!picture) return null;
  const { name, thumbnailUrl, variations } = picture;
  return (
    <div className={styles.views} data-stale={stale || undefined}>
      {thumbnailUrl && <img src={thumbnailUrl} alt={strings.augmentation.original(name)} />}
      {variations.map((url, i) => (
        <img key={url} src={url} alt={strings.augmentation.variation(name, i + 1)} />
      ))}
    </div>
  );
}
