import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { inWords } from '../../../graphql/in-words.js';
import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import { Loading } from '../../../ui/loading.js';
import { Problem } from '../../../ui/problem.js';
import styles from './feature-map.module.css';
import { labelColour } from './label-colours.js';
import { MapPlot } from './map-plot.js';
import { FEATURE_MAP, labelToday, type MapPoint } from './map-query.js';
import { MapSelection } from './map-selection.js';
import type { Relabelling } from './use-relabel.js';

const strings = understand.map;

interface Props {
  readonly model: string;
  readonly labels: readonly string[];
  readonly relabelling: Relabelling | undefined;
}

/** Training and test pictures by likeness: to look at, and to fix labels from. */
export function FeatureMap({ model, labels, relabelling }: Props) {
  const [{ data, error }] = useQuery({ query: FEATURE_MAP, variables: { ref: model } });
  return (
    <Card title={strings.title}>
      {data?.model.featureMap ? (
        <Plotted points={data.model.featureMap} labels={labels} relabelling={relabelling} />
      ) : data ? (
        <p className={styles.hint}>{understand.older}</p>
      ) : error ? (
        <Problem>{inWords(error)}</Problem>
      ) : (
        <Loading />
      )}
    </Card>
  );
}

function Plotted({
  points,
  labels,
  relabelling,
}: Omit<Props, 'model'> & { readonly points: readonly MapPoint[] }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // As labelled today: a label that was fixed shows at once.
  const names = useMemo(() => [...new Set([...labels, ...points.map(labelToday)])], [labels, points]);
  return (
    <>
      <p className={styles.hint}>{strings.hint}</p>
      <p className={styles.hint}>{strings.keys}</p>
      <div className={styles.columns}>
        <div className={styles.plot}>
          <MapPlot points={points} labels={names} selected={selected} onSelect={setSelected} />
          <Legend labels={names} />
        </div>
        <MapSelection
          points={points.filter(({ name }) => selected.has(name))}
          relabelling={relabelling}
          onSelect={setSelected}
        />
      </div>
    </>
  );
}

function Legend({ labels }: { readonly labels: readonly string[] }) {
  return (
    <ul className={styles.legend} aria-label={strings.legend}>
      {labels.map((label, i) => (
        <li key={label}>
          <span className={styles.swatch} style={{ background: labelColour(i) }} />
          {label}
        </li>
      ))}
      <li>
        <svg viewBox="-8 -8 16 16" className={styles.key} aria-hidden="true">
          <circle r="3" className={styles.learned} />
        </svg>
        {strings.train}
      </li>
      <li>
        <svg viewBox="-8 -8 16 16" className={styles.key} aria-hidden="true">
          <circle r="5" />
        </svg>
        {strings.test}
      </li>
      <li>
        <svg viewBox="-8 -8 16 16" className={styles.key} aria-hidden="true">
          <path d="M-5-5 5 5M5-5-5 5" className={styles.cross} />
        </svg>
        {strings.wrong}
      </li>
    </ul>
  );
}
