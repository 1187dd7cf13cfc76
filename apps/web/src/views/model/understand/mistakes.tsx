import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import { Results } from './results.js';
import styles from './tables.module.css';
import type { Relabelling } from './use-relabel.js';

const strings = understand.mistakes;
const AT_A_TIME = 5;

interface Props {
  readonly model: string;
  readonly relabelling: Relabelling | undefined;
}

/** What it was most sure of and wrong. */
export function Mistakes({ model, relabelling }: Props) {
  return (
    <Card title={strings.title}>
      <p className={styles.hint}>{strings.hint}</p>
      <Results
        model={model}
        filter={WRONG}
        pageSize={AT_A_TIME}
        none={strings.none}
        relabelling={relabelling}
      />
    </Card>
  );
}

const WRONG = { wrong: true };
