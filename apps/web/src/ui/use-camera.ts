import { type RefObject, useEffect, useState } from 'react';
import { common } from '../strings/index.js';

interface Camera {
  /** While it gives pictures. */
  readonly ready: boolean;
  /** Whether it looks at its user, who expects a mirror: not so the one at the back of a phone. */
  readonly mirrored: boolean;
  /** In words, empty where there is none. */
  readonly problem: string;
}

/** Shows this device's camera in a video element while the component is there and the page is seen; stops it otherwise. */
export function useCamera(video: RefObject<HTMLVideoElement | null>): Camera {
  const [ready, setReady] = useState(false);
  const [mirrored, setMirrored] = useState(true);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let wanted = 0;
    let stream: MediaStream | undefined;
    const stop = () => {
      wanted++;
      for (const track of stream?.getTracks() ?? []) track.stop();
      stream = undefined;
      setReady(false);
    };
    const start = async () => {
      const mine = ++wanted;
      try {
        const opened = await openCamera();
        // Left or hidden while the browser was asking whether the page may.
        if (mine !== wanted) {
          for (const track of opened.getTracks()) track.stop();
          return;
        }
        stream = opened;
        if (!video.current) return stop();
        video.current.srcObject = opened;
        setMirrored(opened.getVideoTracks()[0]?.getSettings().facingMode !== 'environment');
        await video.current.play();
        setProblem('');
        setReady(mine === wanted);
      } catch (error) {
        if (mine === wanted) setProblem(inWords(error));
      }
    };
    const follow = () => {
      if (document.hidden) stop();
      else void start();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      stop();
    };
  }, [video]);
  return { ready, mirrored, problem };
}

function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
}

/** By the names that the specification of `getUserMedia` gives its errors. */
function inWords(error: unknown): string {
  const { camera } = common;
  const byName: Record<string, string> = {
    NotAllowedError: camera.refused,
    SecurityError: camera.insecure,
    NotFoundError: camera.missing,
    OverconstrainedError: camera.missing,
  };
  return (error instanceof DOMException && byName[error.name]) || camera.busy;
}
