import { SearchCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useQuery } from 'urql';
import { collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Problem } from '../../ui/problem.js';
import { Progress } from '../../ui/progress.js';
import { FINDINGS, type Finding, findingsOf, type LabelBetter } from './findings.js';
import { shownInWords } from './shown.js';
import type { useChanges } from './use-changes.js';
import type { Collection } from './use-collection.js';
import { useKept } from './use-kept.js';
import type { Picture } from './use-pictures.js';
import styles from './worth-a-look.module.css';

interface Props {
  readonly collection: Pick<Collection, 'id' | 'task' | 'latestCheck'>;
  readonly changes: ReturnType<typeof useChanges>;
  readonly mayChange: boolean;
}

const words = strings.look;

/** Duplicates, likely wrong labels and pictures that fit nowhere, each with what can be done about it. */
export function WorthALook({ collection, changes, mayChange }: Props) {
  const { latestCheck: check } = collection;
  const [problem, setProblem] = useState('');
  const working = check?.state === 'QUEUED' || check?.state === 'RUNNING';
  const start = async () => {
    setProblem((await changes.check()).problem);
    changes.changed();
  };
  const button = mayChange && !working && (
    <Button onPress={start}>
      <SearchCheck aria-hidden /> {check ? words.again : words.check}
    </Button>
  );
  return (
    <Card title={words.title} actions={button}>
      {!check && <p className={styles.hint}>{words.hint}</p>}
      {problem && <Problem>{problem}</Problem>}
      {check?.state === 'QUEUED' && <p role="status">{words.waiting}</p>}
      {check?.state === 'RUNNING' && <Progress label={words.working} value={check.progress ?? undefined} />}
      {check?.state === 'FAILED' && (
        <Problem>
          {words.failed} {check.error?.message}
        </Problem>
      )}
      {check?.state === 'SUCCEEDED' && (
        <Findings key={check.id} job={check.id} collection={collection} changes={changes} />
      )}
    </Card>
  );
}

interface FindingsProps {
  readonly job: string;
  readonly collection: Props['collection'];
  readonly changes: ReturnType<typeof useChanges>;
}

function Findings({ job, collection: { id: dataset, task }, changes }: FindingsProps) {
  const [{ data }, ask] = useQuery({
    query: FINDINGS,
    variables: { job },
    requestPolicy: 'cache-and-network',
  });
  const { kept, keep } = useKept(dataset);
  if (!data?.job.findings) return null;
  const { duplicates, doubts, outliers } = findingsOf(data.job.findings, task, kept);
  const mend = async (change: Promise<unknown>) => {
    await change;
    ask({ requestPolicy: 'network-only' });
  };
  const one = (finding: Finding) => (
    <Look
      key={finding.key}
      finding={finding}
      task={task}
      onKeep={() => keep(finding.key)}
      onRemove={(picture) => void mend(changes.removePictures([picture]))}
      onBetter={(picture, { kind, label }) =>
        void mend(
          kind === 'less'
            ? changes.changeLabels([picture], { add: [], remove: [label] })
            : changes.move([picture], label),
        )
      }
    />
  );
  if (duplicates.length + doubts.length + outliers.length === 0) return <p role="status">{words.nothing}</p>;
  return (
    <>
      <Group
        title={(task === 'REGRESSION' ? words.doubtedNumbers : words.doubts)(doubts.length)}
        findings={doubts}
      >
        {one}
      </Group>
      <Group title={words.duplicates(duplicates.length)} findings={duplicates}>
        {one}
      </Group>
      <Group title={words.outliers(outliers.length)} findings={outliers}>
        {one}
      </Group>
    </>
  );
}

interface GroupProps {
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly children: (finding: Finding) => ReactNode;
}

const STEP = 12;

function Group({ title, findings, children }: GroupProps) {
  const [shown, setShown] = useState(STEP);
  if (findings.length === 0) return null;
  return (
    <section className={styles.group} aria-label={title}>
      <h3>{title}</h3>
      <ul className={styles.findings}>{findings.slice(0, shown).map(children)}</ul>
      {findings.length > shown && (
        <Button kind="quiet" onPress={() => setShown(shown + STEP)}>
          {words.more}
        </Button>
      )}
    </section>
  );
}

interface LookProps {
  readonly finding: Finding;
  readonly task: Collection['task'];
  readonly onKeep: () => void;
  readonly onRemove: (picture: Picture) => void;
  readonly onBetter: (picture: Picture, better: LabelBetter) => void;
}

function Look({ finding: { pictures, better }, task, onKeep, onRemove, onBetter }: LookProps) {
  return (
    <li className={styles.finding}>
      <div className={styles.pictures}>
        {pictures.map((picture) => (
          <figure key={picture.id} className={styles.figure}>
            <img src={picture.thumbnailUrl ?? ''} alt={picture.name} loading="lazy" decoding="async" />
            <figcaption>
              {words.is(shownInWords(task, picture.label))}
              {better?.kind === 'number' && <span>{words.fits(better.target, better.value)}</span>}
              <Button
                kind="quiet"
                aria-label={words.removeThis(picture.name)}
                onPress={() => onRemove(picture)}
              >
                {words.removeOne}
              </Button>
            </figcaption>
          </figure>
        ))}
      </div>
      <div className={styles.actions}>
        {better && better.kind !== 'number' && pictures[0] && (
          <Button onPress={() => pictures[0] && onBetter(pictures[0], better)}>
            {words.better[better.kind](better.label)}
          </Button>
        )}
        <Button kind="quiet" onPress={onKeep}>
          {words.keep}
        </Button>
      </div>
    </li>
  );
}
