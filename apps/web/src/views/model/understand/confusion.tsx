import { type KeyboardEvent, useState } from 'react';
import { useSearchParams } from 'wouter';
import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import { Dialog } from '../../../ui/dialog.js';
import styles from './confusion.module.css';
import { Results } from './results.js';
import type { Relabelling } from './use-relabel.js';

const strings = understand.confusion;
/** So that the number stays readable on the strongest colour. */
const STRONGEST = 55;
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

interface Props {
  readonly model: string;
  readonly labels: readonly string[];
  /** By actual label (rows) and predicted label. */
  readonly counts: readonly (readonly number[])[];
  readonly relabelling: Relabelling | undefined;
}

/** How often each label is taken for each other one; a cell opens its pictures, at an address of its own. */
export function Confusion({ model, labels, counts, relabelling }: Props) {
  const [search, setSearch] = useSearchParams();
  const [actual, predicted] = [search.get('actual'), search.get('predicted')];
  const open = (cell?: { actual: string; predicted: string }) => setSearch(cell ?? {});
  return (
    <Card title={strings.title}>
      <p className={styles.hint}>{strings.hint}</p>
      <Matrix labels={labels} counts={counts} onOpen={open} />
      {actual !== null && predicted !== null && (
        <Dialog
          wide
          isOpen
          onClose={() => open()}
          title={strings.cell(
            counts[labels.indexOf(actual)]?.[labels.indexOf(predicted)] ?? 0,
            actual,
            predicted,
          )}
        >
          <Results model={model} filter={{ actual, predicted }} relabelling={relabelling} />
        </Dialog>
      )}
    </Card>
  );
}

interface MatrixProps extends Pick<Props, 'labels' | 'counts'> {
  onOpen(cell: { actual: string; predicted: string }): void;
}

function Matrix({ labels, counts, onOpen }: MatrixProps) {
  const [[row, column], setCurrent] = useState<readonly [number, number]>([0, 0]);

  /** One stop for the Tab key; the arrow keys move within. */
  function move(event: KeyboardEvent<HTMLTableElement>): void {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const last = labels.length - 1;
    const [toRow, toColumn] = [row + step[0], column + step[1]].map((i) =>
      Math.min(last, Math.max(0, i)),
    ) as [number, number];
    const cell = event.currentTarget.rows[toRow + 2]?.cells[toColumn + 1];
    cell?.querySelector('button')?.focus();
  }

  return (
    <div className={styles.scroll}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are buttons reached by arrow keys, which is what a grid is */}
      <table role="grid" aria-label={strings.title} className={styles.matrix} onKeyDown={move}>
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={labels.length} className={styles.axis}>
              {strings.predicted}
            </th>
          </tr>
          <tr>
            <th scope="col" className={styles.axis}>
              {strings.actual}
            </th>
            {labels.map((label) => (
              <th key={label} scope="col" className={styles.column}>
                <span>{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((actual, i) => {
            const total = counts[i]?.reduce((a, b) => a + b, 0) ?? 0;
            return (
              <tr key={actual}>
                <th scope="row" className={styles.row}>
                  {actual}
                </th>
                {labels.map((predicted, j) => {
                  const count = counts[i]?.[j] ?? 0;
                  const strength = total === 0 || count === 0 ? 0 : 8 + (STRONGEST - 8) * (count / total);
                  return (
                    <td key={predicted}>
                      <button
                        type="button"
                        tabIndex={row === i && column === j ? 0 : -1}
                        aria-disabled={count === 0}
                        aria-label={strings.cell(count, actual, predicted)}
                        className={styles.cell}
                        style={{
                          background: `color-mix(in oklab, var(${i === j ? '--hit' : '--miss'}) ${strength}%, var(--card))`,
                        }}
                        onFocus={() => setCurrent([i, j])}
                        onClick={() => count > 0 && onOpen({ actual, predicted })}
                      >
                        {count.toLocaleString('en')}
                      </button>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
