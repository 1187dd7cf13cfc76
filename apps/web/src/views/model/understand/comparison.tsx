import { Check } from 'lucide-react';
import { Link } from 'react-aria-components';
import { understand } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import styles from './tables.module.css';
import type { UnderstoodModel } from './understand-query.js';

const strings = understand.comparison;
type Comparing = NonNullable<UnderstoodModel['job']['parent']>;
type Model = NonNullable<Comparing['children'][number]['model']>;
type Compared = Model & { readonly metrics: NonNullable<Model['metrics']> };

/** Most labels whose own line is worth its place here; all are in the table of labels. */
const MOST_LABELS = 12;

/** The two models of a comparison on the same test pictures. */
export function Comparison({ of, here }: { readonly of: Comparing; readonly here: string }) {
  const models = of.children.flatMap(({ model }) =>
    model?.metrics ? { ...model, metrics: model.metrics } : [],
  );
  const [first] = models;
  if (!first || models.length < 2) return null;
  const best = of.recommendation;
  const labels = first.metrics.perClass.slice(0, MOST_LABELS).map(({ label }) => label);
  const lines: readonly { name: string; of(model: Compared): string }[] = [
    { name: strings.accuracy, of: ({ metrics }) => understand.percent(metrics.accuracy) },
    {
      name: strings.interval,
      of: ({ metrics }) => strings.range(metrics.accuracyLow, metrics.accuracyHigh),
    },
    { name: strings.macroF1, of: ({ metrics }) => understand.percent(metrics.macroF1) },
    ...labels.map((label) => ({
      name: strings.f1(label),
      of: ({ metrics }: Compared) =>
        understand.percent(metrics.perClass.find((each) => each.label === label)?.f1 ?? 0),
    })),
  ];
  return (
    <Card title={strings.title}>
      {best && <p className={styles.hint}>{best.reason}</p>}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{strings.measure}</th>
              {models.map((model) => (
                <th key={model.id} scope="col" className={styles.number}>
                  <Link href={`/models/${encodeURIComponent(model.name)}/${model.version}`}>
                    {strings.strategies[model.strategy]}
                  </Link>
                  <span className={styles.notes}>
                    {model.ref === here && <span>{strings.here}</span>}
                    {model.ref === best?.model.ref && (
                      <span className={styles.good}>
                        <Check aria-hidden size={14} />
                        {strings.recommended}
                      </span>
                    )}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, of: value }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {models.map((model) => (
                  <td key={model.id} className={styles.number}>
                    {value(model)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
