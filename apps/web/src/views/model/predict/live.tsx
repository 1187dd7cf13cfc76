import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { predict as strings } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import { Problem } from '../../../ui/problem.js';
import { useCamera } from '../../../ui/use-camera.js';
import { Answer, headline } from './answer.js';
import { askModel, type Prediction } from './ask-model.js';
import type { Saying } from './asked-model.js';
import styles from './predict.module.css';
import { dataUrl } from './use-answers.js';

interface Props {
  readonly model: string;
  readonly canAbstain: boolean;
  readonly saying: Saying;
  readonly sayUnknown: boolean;
}

/** Longer side of what is sent of a frame: above what networks look at, and small enough for several a second. */
const FRAME_PIXELS = 400;
const PAUSE_AFTER_FAILURE_MS = 2000;

/** What the camera sees and what the model says about it: the next frame is asked about once the last is answered. */
export function Live({ model, canAbstain, saying, sayUnknown }: Props) {
  const client = useClient();
  const video = useRef<HTMLVideoElement>(null);
  const { ready, mirrored, problem: cameraProblem } = useCamera(video);
  const [prediction, setPrediction] = useState<Prediction>();
  const [problem, setProblem] = useState('');

  useEffect(() => {
    if (!ready) return;
    let stopped = false;
    const run = async () => {
      while (!stopped) {
        await nextFrame();
        const frame = await capture(video.current);
        if (stopped) return;
        if (!frame) continue;
        const answers = await askModel(client, model, [frame], canAbstain);
        if (stopped) return;
        const failed = 'problem' in answers ? answers.problem : answers[0]?.error?.message;
        setProblem(failed ?? '');
        if (failed) await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_FAILURE_MS));
        else if (!('problem' in answers)) setPrediction(answers[0]);
      }
    };
    void run();
    return () => {
      stopped = true;
    };
  }, [ready, client, model, canAbstain]);

  return (
    <Card title={strings.cameraTitle}>
      {cameraProblem && <Problem>{cameraProblem}</Problem>}
      <div className={styles.live} hidden={cameraProblem !== ''}>
        <video
          ref={video}
          className={styles.video}
          aria-label={strings.cameraVideo}
          data-mirrored={mirrored || undefined}
          muted
          playsInline
          autoPlay
        />
        <div className={styles.words}>
          {prediction ? (
            <Answer prediction={prediction} saying={saying} sayUnknown={sayUnknown} />
          ) : (
            <p className={styles.hint}>{ready ? strings.waiting : strings.cameraWaiting}</p>
          )}
          {problem && <Problem>{problem}</Problem>}
          <Spoken text={prediction ? spoken(prediction, saying, sayUnknown) : ''} />
        </div>
      </div>
    </Card>
  );
}

function spoken(prediction: Prediction, saying: Saying, sayUnknown: boolean): string {
  return prediction.unknown && sayUnknown ? strings.unknown : headline(prediction, saying);
}

/** A label that stays for a second is read out; one that flickers is not. */
function Spoken({ text }: { readonly text: string }) {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(setSpoken, 1000, text);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p role="status" className="visually-hidden">
      {spoken}
    </p>
  );
}

/** Browsers give no frames to a page that is hidden: nothing is sent then. */
function nextFrame(): Promise<unknown> {
  return new Promise(requestAnimationFrame);
}

/** @returns a JPEG as data URL; null before the camera has given a picture. */
async function capture(video: HTMLVideoElement | null): Promise<string | null> {
  if (!video?.videoWidth) return null;
  const scale = Math.min(1, FRAME_PIXELS / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
  return blob && dataUrl(blob);
}
