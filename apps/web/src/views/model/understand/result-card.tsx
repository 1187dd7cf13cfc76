import { Eye, Tag } from 'lucide-react';
import { useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import { understand } from '../../../strings/index.js';
import { Button } from '../../../ui/button.js';
import styles from './result-card.module.css';
import { type Relabelling, type TodaysPicture, useRelabel } from './use-relabel.js';

const strings = understand.result;

interface Result {
  readonly name: string;
  readonly actual: string;
  readonly predicted: string;
  readonly probability: number;
  readonly heatMapUrl: string | null;
  readonly picture: { readonly thumbnailUrl: string | null; readonly today: TodaysPicture | null };
  readonly neighbours: readonly {
    readonly name: string;
    readonly label: string;
    readonly similarity: number;
    readonly picture: { readonly thumbnailUrl: string | null };
  }[];
}

interface Props {
  readonly result: Result;
  readonly relabelling: Relabelling | undefined;
}

/** One test picture: what was said of it, where the model looked, what it resembles, and a way to fix its label. */
export function ResultCard({ result, relabelling }: Props) {
  const { name, actual, predicted, probability, picture, neighbours } = result;
  const [looks, setLooks] = useState(false);
  const relabel = useRelabel(relabelling);
  const { today } = picture;
  const isWrong = actual !== predicted;
  return (
    <figure className={styles.card}>
      <div className={styles.picture}>
        {looks && result.heatMapUrl ? (
          <HeatMap url={result.heatMapUrl} alt={strings.heatMapAlt(name, predicted)} />
        ) : picture.thumbnailUrl ? (
          <img src={picture.thumbnailUrl} alt={strings.alt(name)} loading="lazy" />
        ) : (
          <span>{strings.gone}</span>
        )}
      </div>
      <figcaption className={styles.words}>
        {isWrong ? strings.wrong(actual, predicted, probability) : strings.right(predicted, probability)}
        {today && today.label !== actual && <em>{strings.fixed(today.label)}</em>}
      </figcaption>
      <div className={styles.actions}>
        {result.heatMapUrl && (
          <ToggleButton className={styles.toggle} isSelected={looks} onChange={setLooks}>
            <Eye aria-hidden size={16} />
            {strings.look}
          </ToggleButton>
        )}
        {relabelling && isWrong && today?.label === actual && (
          <Button kind="quiet" onPress={() => void relabel([today], predicted)}>
            <Tag aria-hidden />
            {strings.fix(predicted)}
          </Button>
        )}
      </div>
      {neighbours.length > 0 && (
        <div>
          <small aria-hidden className={styles.caption}>
            {strings.neighbours}
          </small>
          <ul className={styles.neighbours} aria-label={strings.neighbours}>
            {neighbours.map((near) => (
              <li key={near.name}>
                {near.picture.thumbnailUrl && (
                  <img
                    src={near.picture.thumbnailUrl}
                    alt={strings.neighbour(near.label, near.similarity)}
                    title={strings.neighbour(near.label, near.similarity)}
                    loading="lazy"
                  />
                )}
                <small>{near.label}</small>
              </li>
            ))}
          </ul>
        </div>
      )}
    </figure>
  );
}

/** Drawn by the server when it is first asked for, which takes a while. */
function HeatMap({ url, alt }: { readonly url: string; readonly alt: string }) {
  const [state, setState] = useState<'waiting' | 'there' | 'failed'>('waiting');
  return (
    <>
      {state !== 'failed' && (
        <img src={url} alt={alt} onLoad={() => setState('there')} onError={() => setState('failed')} />
      )}
      <span role="status" className={state === 'there' ? 'visually-hidden' : styles.status}>
        {state === 'waiting' && strings.looking}
        {state === 'failed' && strings.cannotLook}
      </span>
    </>
  );
}
