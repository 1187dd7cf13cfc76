import { Camera } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Problem } from '../../ui/problem.js';
import { useCamera } from '../../ui/use-camera.js';
import type { IncomingFile } from './uploads/plan.js';
import styles from './webcam.module.css';

interface Props {
  readonly label: string;
  readonly onPicture: (picture: IncomingFile) => void;
  readonly onDone: () => void;
}

const EVERY_MS = 250;
/** Longer side: more than any backbone looks at. */
const PIXELS = 640;

/** Takes pictures of one class for as long as a button is held. */
export function Webcam({ label, onPicture, onDone }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const { ready, mirrored, problem } = useCamera(video);
  const [held, setHeld] = useState(false);
  const [taken, setTaken] = useState(0);
  const give = useRef(onPicture);
  give.current = onPicture;

  useEffect(() => {
    if (!held || !ready) return;
    const take = async () => {
      const file = await capture(video.current);
      if (!file) return;
      setTaken((count) => count + 1);
      give.current({ file, folders: [] });
    };
    void take();
    const timer = setInterval(take, EVERY_MS);
    return () => clearInterval(timer);
  }, [held, ready]);

  return (
    <Card
      title={strings.camera.title(label)}
      actions={<Button onPress={onDone}>{strings.camera.done}</Button>}
    >
      {problem && <Problem>{problem}</Problem>}
      <div className={styles.camera} hidden={problem !== ''}>
        <video
          ref={video}
          className={styles.video}
          aria-label={strings.camera.view}
          data-mirrored={mirrored || undefined}
          data-taking={held || undefined}
          muted
          playsInline
          autoPlay
        />
        <div className={styles.words}>
          <Button
            kind="primary"
            isDisabled={!ready}
            onPressStart={() => setHeld(true)}
            onPressEnd={() => setHeld(false)}
          >
            <Camera aria-hidden />
            {ready ? (held ? strings.camera.holding : strings.camera.hold) : strings.camera.opening}
          </Button>
          <p className={styles.hint}>{strings.camera.hint}</p>
          <p role="status">{taken > 0 && !held && strings.camera.taken(taken)}</p>
        </div>
      </div>
    </Card>
  );
}

/** @returns a JPEG with a name that no other has; null before the camera has given a picture. */
async function capture(video: HTMLVideoElement | null): Promise<File | null> {
  if (!video?.videoWidth) return null;
  const scale = Math.min(1, PIXELS / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
  const moment = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 17);
  return blob && new File([blob], `webcam-${moment}.jpg`, { type: blob.type });
}
