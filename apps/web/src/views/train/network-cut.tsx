import { Image } from 'lucide-react';
import { useId } from 'react';
import { useQuery } from 'urql';
import { inWords } from '../../graphql/in-words.js';
import { train as strings } from '../../strings/index.js';
import { Loading } from '../../ui/loading.js';
import { Problem } from '../../ui/problem.js';
import styles from './network-cut.module.css';
import type { Settings } from './settings.js';
import { BLOCKS, type Block } from './train-queries.js';
import type { ChangeSettings } from './use-settings.js';

interface Props {
  readonly settings: Settings;
  readonly change: ChangeSettings;
}

/**
 * The network as a row of blocks, frozen ones grey, those that learn in colour, with the cut between them: a slider that is
 * moved by mouse, finger or arrow keys. At its right end the whole network is frozen.
 */
export function NetworkCut({ settings, change }: Props) {
  const [{ data, error }] = useQuery({ query: BLOCKS, variables: { name: settings.backbone } });
  const name = useId();
  const backbone = data?.backbone;
  if (error) return <Problem>{inWords(error)}</Problem>;
  if (!backbone || backbone.name !== settings.backbone) return <Loading label={strings.cut.loading} />;
  const { blocks, fineTuneFrom } = backbone;
  const cut = settings.strategy === 'head' ? blocks.length : startOf(blocks, settings.from || fineTuneFrom);
  const says = saysOf(blocks, cut);
  const move = (first: number) => {
    const layer = blocks[first]?.firstLayer;
    if (layer === undefined) return settings.strategy === 'tune' && change({ strategy: 'head' });
    change({
      from: layer === fineTuneFrom ? '' : layer,
      strategy: settings.strategy === 'head' ? 'tune' : settings.strategy,
    });
  };
  return (
    <figure className={styles.figure} aria-labelledby={name}>
      <figcaption id={name} className={styles.caption}>
        {strings.cut.label}
      </figcaption>
      <div className={styles.network}>
        <span className={styles.end}>
          <Image aria-hidden size={22} />
          {strings.cut.picture}
        </span>
        <div className={styles.body}>
          <Bars blocks={blocks} cut={cut} />
          <input
            type="range"
            className={styles.slider}
            aria-label={strings.cut.label}
            aria-valuetext={says}
            min={0}
            max={blocks.length}
            step={1}
            value={cut}
            onChange={({ currentTarget }) => move(Number(currentTarget.value))}
          />
        </div>
        <span className={styles.end}>
          <span aria-hidden className={styles.head} />
          {strings.cut.head}
        </span>
      </div>
      <p className={styles.legend}>
        <span data-kind="frozen">{strings.cut.frozen}</span>
        <span data-kind="learns">{strings.cut.learns}</span>
      </p>
      <p>{says}</p>
      <p className={styles.hint}>{strings.cut.hint}</p>
    </figure>
  );
}

function Bars({ blocks, cut }: { readonly blocks: readonly Block[]; readonly cut: number }) {
  const largest = Math.max(...blocks.map(({ parameters }) => parameters));
  return (
    <div className={styles.bars} aria-hidden>
      {blocks.map(({ name, firstLayer, parameters }, i) => (
        <span
          key={firstLayer}
          title={strings.cut.block(name, parameters)}
          className={styles.bar}
          data-learns={i >= cut || undefined}
          // By the square root, or only the largest would be seen.
          style={{ height: `${18 + 82 * Math.sqrt(parameters / largest)}%` }}
        />
      ))}
    </div>
  );
}

/** Position of the block that a layer begins; an unknown one stands for the default, as on the server. */
function startOf(blocks: readonly Block[], layer: string): number {
  const found = blocks.findIndex(({ firstLayer }) => firstLayer === layer);
  return found < 0 ? blocks.length - 1 : found;
}

function saysOf(blocks: readonly Block[], cut: number): string {
  const first = blocks[cut];
  if (!first) return strings.cut.onlyHead;
  const learning = blocks.slice(cut);
  const parameters = learning.reduce((total, block) => total + block.parameters, 0);
  return strings.cut.from(learning.length, blocks.length, first.firstLayer, parameters);
}
