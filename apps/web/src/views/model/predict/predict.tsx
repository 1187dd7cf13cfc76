import { Camera, CameraOff, ImagePlus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useQuery } from 'urql';
import { predict as strings } from '../../../strings/index.js';
import { Button } from '../../../ui/button.js';
import { Card } from '../../../ui/card.js';
import { Switch } from '../../../ui/switch.js';
import type { ModelTabProps } from '../tab-props.js';
import { ASKED, sayingOf } from './asked-model.js';
import { Live } from './live.js';
import { PictureAnswer } from './picture-answer.js';
import styles from './predict.module.css';
import { useAnswers } from './use-answers.js';
import { useDroppedFiles } from './use-dropped-files.js';

/** Pictures by drop, paste, choice or camera; what the model says about each, and how sure it is. */
export default function Predict({ model }: ModelTabProps) {
  const [{ data }] = useQuery({ query: ASKED, variables: { ref: model } });
  const saying = useMemo(() => (data ? sayingOf(data.model) : {}), [data]);
  const canAbstain = data?.model.canAbstain ?? false;
  const [sayUnknown, setSayUnknown] = useState(true);
  const [live, setLive] = useState(false);
  const { asked, notice, ask, retry, remove, clear } = useAnswers(model, canAbstain);
  const over = useDroppedFiles(ask);
  return (
    <>
      <Card title={strings.ask}>
        <p className={styles.hint}>{over ? strings.dropHere : strings.hint}</p>
        <div className={styles.ways} data-over={over || undefined}>
          <FileTrigger
            allowsMultiple
            acceptedFileTypes={['image/*']}
            onSelect={(files) => files && ask([...files])}
          >
            <Button kind="primary">
              <ImagePlus aria-hidden />
              {strings.choose}
            </Button>
          </FileTrigger>
          <Button onPress={() => setLive(!live)}>
            {live ? <CameraOff aria-hidden /> : <Camera aria-hidden />}
            {live ? strings.cameraOff : strings.camera}
          </Button>
        </div>
        {canAbstain && (
          <Switch isSelected={sayUnknown} onChange={setSayUnknown}>
            {strings.abstain}
          </Switch>
        )}
        {data?.model.task === 'SINGLE_LABEL' && !canAbstain && (
          <p className={styles.hint}>{strings.cannotAbstain}</p>
        )}
      </Card>
      {live && <Live model={model} canAbstain={canAbstain} saying={saying} sayUnknown={sayUnknown} />}
      {asked.length > 0 && (
        <Card
          title={strings.answers}
          actions={
            <Button kind="quiet" onPress={clear}>
              <Trash2 aria-hidden />
              {strings.clear}
            </Button>
          }
        >
          {saying.thresholds && <p className={styles.hint}>{strings.thresholds}</p>}
          {notice && <p role="status">{notice}</p>}
          <ul className={styles.answers}>
            {asked.map((each) => (
              <PictureAnswer
                key={each.id}
                asked={each}
                saying={saying}
                sayUnknown={sayUnknown}
                onRetry={() => retry(each.id)}
                onRemove={() => remove(each.id)}
              />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
