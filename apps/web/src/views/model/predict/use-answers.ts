import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { predict as strings } from '../../../strings/index.js';
import { askModel, type Prediction } from './ask-model.js';

/** A picture and what became of it. */
export interface Asked {
  readonly id: number;
  readonly file: File;
  /** To look at; null for what a browser cannot show, or should not. */
  readonly preview: string | null;
  /** Undefined while it is asked about. */
  readonly outcome?: Prediction | { readonly problem: string; readonly mayRetry: boolean };
}

/** As a server takes by default (GRAFT_MAX_PICTURE_MB, GRAFT_MAX_BODY_MB); base64 makes four bytes of three. */
const MAX_MEGABYTES = 14;
/** What is sent in one call: enough to share the work of a batch, little enough to answer soon. */
const CALL = { pictures: 16, bytes: 4e6 };
const MAX_PICTURES = 200;
const SHOWABLE = /^image\/(jpeg|png|webp|avif|gif|bmp)$/;

let nextId = 0;

/** Pictures that were given, newest first, and the model's answers as they come. Nothing is kept elsewhere. */
export function useAnswers(model: string, abstain: boolean) {
  const client = useClient();
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const [notice, setNotice] = useState('');
  const shown = useRef(asked);
  shown.current = asked;
  useEffect(() => () => release(shown.current), []);

  const settle = (ids: ReadonlySet<number>, outcomes: ReadonlyMap<number, Asked['outcome']>) =>
    setAsked((all) =>
      all.map((each) => (ids.has(each.id) ? { ...each, outcome: outcomes.get(each.id) } : each)),
    );

  async function send(pictures: readonly Asked[]): Promise<void> {
    for (const call of inCalls(pictures)) {
      const urls = await Promise.all(call.map(({ file }) => dataUrl(file)));
      const answers = await askModel(client, model, urls, abstain);
      const outcomes = call.map(({ id }, i) => [id, outcomeOf(answers, i)] as const);
      settle(new Set(call.map(({ id }) => id)), new Map(outcomes));
    }
  }

  return {
    asked,
    /** What has to be said about all of them; empty where there is nothing. */
    notice,
    ask(files: readonly File[]) {
      const taken = files.slice(0, MAX_PICTURES).map(
        (file): Asked => ({
          id: nextId++,
          file,
          preview: SHOWABLE.test(file.type) ? URL.createObjectURL(file) : null,
          outcome: refusal(file),
        }),
      );
      setNotice(files.length > MAX_PICTURES ? strings.tooMany(MAX_PICTURES, files.length) : '');
      setAsked((all) => [...taken, ...all]);
      void send(taken.filter(({ outcome }) => !outcome));
    },
    retry(id: number) {
      settle(new Set([id]), new Map());
      void send(asked.filter((each) => each.id === id));
    },
    remove(id: number) {
      release(asked.filter((each) => each.id === id));
      setAsked((all) => all.filter((each) => each.id !== id));
    },
    clear() {
      release(asked);
      setAsked([]);
    },
  };
}

function outcomeOf(answers: Awaited<ReturnType<typeof askModel>>, i: number): Asked['outcome'] {
  if ('problem' in answers) return { problem: answers.problem, mayRetry: true };
  const answer = answers[i]!;
  return answer.error ? { problem: answer.error.message, mayRetry: false } : answer;
}

function refusal({ size }: File): Asked['outcome'] {
  if (size === 0) return { problem: strings.empty, mayRetry: false };
  if (size > MAX_MEGABYTES * 1e6) return { problem: strings.tooLarge(MAX_MEGABYTES), mayRetry: false };
  return undefined;
}

function* inCalls(pictures: readonly Asked[]): Generator<readonly Asked[]> {
  let call: Asked[] = [];
  let bytes = 0;
  for (const each of pictures) {
    if (call.length === CALL.pictures || (call.length > 0 && bytes + each.file.size > CALL.bytes)) {
      yield call;
      call = [];
      bytes = 0;
    }
    call.push(each);
    bytes += each.file.size;
  }
  if (call.length > 0) yield call;
}

/** @returns an empty one of a file that has gone or cannot be read; the server then says that there is none. */
export function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve('');
    reader.readAsDataURL(file);
  });
}

function release(pictures: readonly Asked[]): void {
  for (const { preview } of pictures) if (preview) URL.revokeObjectURL(preview);
}
