import { Ellipsis } from 'lucide-react';
import { Link } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useViewer } from '../../shell/viewer.js';
import { models as strings } from '../../strings/index.js';
import { ButtonLink } from '../../ui/button.js';
import { Checkbox } from '../../ui/checkbox.js';
import { Menu } from '../../ui/menu.js';
import styles from './models.module.css';
import type { ListedAlias, ListedModel } from './queries.js';

interface Props {
  readonly model: ListedModel;
  /** To be compared with another. */
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  /** Of its name, wherever they point. */
  readonly aliases: readonly ListedAlias[];
  readonly onPromote: (ref: string) => void;
  readonly onNewAlias: () => void;
  readonly onDelete: () => void;
}

const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** One version: how good it is, what made it, and what can be done with it. */
export function Version({ model, isChosen, onChoose, aliases, onPromote, onNewAlias, onDelete }: Props) {
  const { mayTrain } = useViewer();
  const [, navigate] = useLocation();
  const place = `/models/${encodeURIComponent(model.name)}/${model.version}`;
  const here = aliases.filter((alias) => alias.model.ref === model.ref);
  const elsewhere = aliases.filter((alias) => alias.model.ref !== model.ref);
  const change = [
    ...elsewhere.map(({ ref }) => ({ id: ref, text: strings.promote(ref) })),
    { id: 'new', text: strings.newAlias },
    { id: 'delete', text: strings.remove },
  ];

  function act(id: string) {
    if (id === 'use') navigate(`${place}/use`);
    else if (id === 'new') onNewAlias();
    else if (id === 'delete') onDelete();
    else onPromote(id);
  }
  return (
    <li className={styles.version}>
      <div className={styles.facts}>
        <p className={styles.head}>
          <Link href={place}>{strings.version(model.version)}</Link>
          {here.map(({ ref }) => (
            <span key={ref} className={styles.badge}>
              {ref}
            </span>
          ))}
          <time dateTime={model.createdAt} className={styles.muted}>
            {DATE.format(new Date(model.createdAt))}
          </time>
        </p>
        <p>{howGood(model)}</p>
        <p className={styles.muted}>
          {strings.made(model.strategy, model.backbone)} ·{' '}
          {strings.trainedOn(model.pictures.train, model.pictures.test)} ·{' '}
          {model.dataset ? (
            <>
              <Link href={`/datasets/${model.dataset.id}`}>{model.dataset.name}</Link>{' '}
              {model.datasetVersion && strings.dataset(model.datasetVersion)}
            </>
          ) : (
            strings.noDataset(model.job.kind === 'MODEL_IMPORT')
          )}
        </p>
      </div>
      <div className={styles.actions}>
        {model.metrics && (
          <Checkbox isSelected={isChosen} onChange={onChoose} aria-label={strings.choose(model.ref)}>
            {strings.chooseShort}
          </Checkbox>
        )}
        <ButtonLink href={`${place}/predict`}>{strings.predict}</ButtonLink>
        <Menu
          kind="quiet"
          label={<Ellipsis aria-hidden />}
          name={strings.actions(model.ref)}
          items={[{ id: 'use', text: strings.use }, ...(mayTrain ? change : [])]}
          onAction={act}
        />
      </div>
    </li>
  );
}

function howGood({ metrics, multiLabelMetrics, regressionMetrics, task }: ListedModel): string {
  if (metrics) return strings.accuracy(metrics);
  if (multiLabelMetrics) return strings.allRight(multiLabelMetrics);
  return regressionMetrics ? strings.offBy(regressionMetrics.perTarget) : strings.tasks[task];
}
