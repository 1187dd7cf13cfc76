import { Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-aria-components';
import { start as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import styles from './collection-card.module.css';
import type { CollectionSummary } from './queries.js';

const DeleteDialog = lazy(() => import('./delete-dialog.js'));

interface Props {
  readonly collection: CollectionSummary;
  readonly mayDelete: boolean;
  readonly onDelete: () => void;
}

/** A collection at a glance: one picture of each class, how many, and what was learned. */
export function CollectionCard({ collection, mayDelete, onDelete }: Props) {
  const { id, name, task, pictureCount, classes, examples } = collection;
  const [deleting, setDeleting] = useState(false);
  return (
    <article className={styles.card}>
      <Link href={`/datasets/${id}`} className={styles.link} aria-label={name}>
        <span className={styles.cover} data-count={examples.length}>
          {examples.map((picture) => (
            <img key={picture.id} src={picture.thumbnailUrl ?? ''} alt="" loading="lazy" decoding="async" />
          ))}
        </span>
        <h3 className={styles.name}>
          <bdi>{name}</bdi>
        </h3>
      </Link>
      <p className={styles.facts}>
        {strings.pictures(pictureCount)} ·{' '}
        <bdi>
          {task === 'REGRESSION' ? strings.numbers : strings.classes(classes.map(({ label }) => label))}
        </bdi>
      </p>
      <p className={styles.facts}>{standing(collection)}</p>
      {mayDelete && (
        <span className={styles.more}>
          <Button kind="quiet" aria-label={strings.deleteThis(name)} onPress={() => setDeleting(true)}>
            <Trash2 aria-hidden />
          </Button>
        </span>
      )}
      {deleting && (
        <Suspense>
          <DeleteDialog collection={collection} onDelete={onDelete} onClose={() => setDeleting(false)} />
        </Suspense>
      )}
    </article>
  );
}

function standing({ latestImport, latestTraining }: CollectionSummary) {
  if (latestImport?.state === 'QUEUED' || latestImport?.state === 'RUNNING') return strings.importing;
  if (!latestTraining) return strings.training.none;
  const { id, state, model, recommendation } = latestTraining;
  if (state === 'QUEUED' || state === 'RUNNING') {
    return <Link href={`/jobs/${id}`}>{strings.training.under}</Link>;
  }
  if (state === 'FAILED') return <Link href={`/jobs/${id}`}>{strings.training.failed}</Link>;
  const accuracy = (model ?? recommendation?.model)?.metrics?.accuracy;
  const percent = accuracy?.toLocaleString('en', { style: 'percent', maximumFractionDigits: 1 });
  return <Link href={`/jobs/${id}`}>{percent ? strings.training.done(percent) : strings.training.gone}</Link>;
}
