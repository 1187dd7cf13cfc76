import { ImageOff, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { common, predict as strings } from '../../../strings/index.js';
import { Button } from '../../../ui/button.js';
import { Answer } from './answer.js';
import type { Saying } from './asked-model.js';
import styles from './predict.module.css';
import type { Asked } from './use-answers.js';

interface Props {
  readonly asked: Asked;
  readonly saying: Saying;
  readonly sayUnknown: boolean;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
}

/** One picture with what the model says about it, or why it says nothing. */
export function PictureAnswer({
  asked: { file, preview, outcome },
  saying,
  sayUnknown,
  onRetry,
  onRemove,
}: Props) {
  const [broken, setBroken] = useState(false);
  return (
    <li className={styles.answer}>
      <div className={styles.picture}>
        {preview && !broken ? (
          <img src={preview} alt={file.name} onError={() => setBroken(true)} />
        ) : (
          <ImageOff aria-hidden size={32} />
        )}
        <span className={styles.remove}>
          <Button kind="quiet" aria-label={strings.remove(file.name)} onPress={onRemove}>
            <X aria-hidden />
          </Button>
        </span>
      </div>
      <div className={styles.words} role="status">
        <p className={styles.name} title={file.name}>
          <bdi>{file.name}</bdi>
        </p>
        {!outcome && <p className={styles.hint}>{strings.waiting}</p>}
        {outcome && 'problem' in outcome && (
          <>
            <p className={styles.problem}>{outcome.problem}</p>
            {outcome.mayRetry && (
              <Button onPress={onRetry}>
                <RotateCcw aria-hidden />
                {common.tryAgain}
              </Button>
            )}
          </>
        )}
        {outcome && 'labels' in outcome && (
          <Answer prediction={outcome} saying={saying} sayUnknown={sayUnknown} />
        )}
      </div>
    </li>
  );
}
