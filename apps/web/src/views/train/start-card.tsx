import { Sprout } from 'lucide-react';
import { useRef, useState } from 'react';
import { useMutation } from 'urql';
import { useLocation } from 'wouter';
import { inWords } from '../../graphql/in-words.js';
import { useViewer } from '../../shell/viewer.js';
import { train as strings } from '../../strings/index.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Problem } from '../../ui/problem.js';
import { Switch } from '../../ui/switch.js';
import { problemsOf } from './problems.js';
import { readinessOf } from './readiness.js';
import { compareInput, type Settings, trainInput } from './settings.js';
import styles from './train.module.css';
import { COMPARE, type Dataset, TRAIN } from './train-queries.js';
import type { Estimate, Estimating } from './use-estimate.js';
import type { ChangeSettings } from './use-settings.js';

interface Props {
  readonly dataset: Dataset;
  readonly settings: Settings;
  readonly change: ChangeSettings;
  readonly estimate: Estimating;
}

/** What will happen, how long it takes, what is missing, and the button. */
export function StartCard({ dataset, settings, change, estimate: { estimate, problem, isNew } }: Props) {
  const { obstacle, advice, isUnbalanced } = readinessOf(dataset);
  const { start, isStarting, refusal } = useStart(dataset.id, settings);
  const { mayTrain } = useViewer();
  const isWrong = Object.keys(problemsOf(settings)).length > 0;
  return (
    <Card>
      <p className={styles.summary}>{strings.summary[settings.strategy](settings.backbone)}</p>
      {obstacle ? (
        <Problem action={<ButtonLink href={`/datasets/${dataset.id}`}>{strings.ready.add}</ButtonLink>}>
          {obstacle}
        </Problem>
      ) : (
        <div className={styles.start}>
          <Button
            kind="primary"
            onPress={start}
            isDisabled={isStarting || isWrong || problem !== undefined || !mayTrain}
          >
            <Sprout aria-hidden />
            {isStarting ? strings.starting : strings.start}
          </Button>
          <p className={styles.estimate} aria-live="polite" data-stale={!isNew || undefined}>
            {isWrong ? strings.correct : !problem && saysTime(estimate)}
          </p>
        </div>
      )}
      {problem && !obstacle && <Problem>{problem}</Problem>}
      {refusal && <Problem>{refusal}</Problem>}
      {advice.length > 0 && (
        <ul className={styles.advice}>
          {advice.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {isUnbalanced && (
        <Switch
          isSelected={settings.balance !== ''}
          onChange={(balance) => change({ balance: balance ? 'yes' : '' })}
        >
          {strings.ready.balance}
        </Switch>
      )}
    </Card>
  );
}

function saysTime(estimate: Estimate | undefined): string {
  if (!estimate) return strings.estimating;
  const { secondsLow, secondsHigh, downloadBytes } = estimate;
  const download = downloadBytes ? ` ${strings.download(downloadBytes)}` : '';
  return `${strings.estimate(secondsLow, secondsHigh)}${download}`;
}

function useStart(dataset: string, settings: Settings) {
  const [, train] = useMutation(TRAIN);
  const [, compare] = useMutation(COMPARE);
  const [, navigate] = useLocation();
  const [isStarting, setStarting] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  // A press that got no answer is repeated with the same key: however often it is pressed, it is one training.
  const key = useRef<{ readonly settings: Settings; readonly idempotencyKey: string }>(undefined);
  const start = async () => {
    if (key.current?.settings !== settings) key.current = { settings, idempotencyKey: newKey() };
    const { idempotencyKey } = key.current;
    setStarting(true);
    setRefusal(undefined);
    const { payload, error } = await (settings.strategy === 'both'
      ? compare({ input: { ...compareInput(dataset, settings), idempotencyKey } }).then((answer) => ({
          payload: answer.data?.compare,
          error: answer.error,
        }))
      : train({ input: { ...trainInput(dataset, settings), idempotencyKey } }).then((answer) => ({
          payload: answer.data?.train,
          error: answer.error,
        })));
    setStarting(false);
    if (payload?.job) return navigate(`/jobs/${payload.job.id}`);
    // What was refused is tried anew.
    if (payload) key.current = undefined;
    setRefusal(error ? inWords(error) : payload?.userErrors[0]?.message);
  };
  return { start, isStarting, refusal };
}

/** `crypto.randomUUID` is there on https and this machine only; a key need not be secret. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join('');
}
