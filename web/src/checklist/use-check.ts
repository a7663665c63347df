import type { Answer, Item, RunDetail, Signature } from '@anlan/kernel/checklist';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Unreachable } from '../api/index.ts';
import { newId } from '../case/index.tsx';
import { uploadFile } from '../case/queries.ts';
import { fileToSend, makingNow } from '../offline/capture.ts';
import { hashOf } from '../offline/device.ts';
import { onQueue, queueSend, type FileToSend } from '../offline/queue.ts';
import { drain } from '../offline/send.ts';
import { changesOf, keepParts, ownOf, readParts, type Own, type Part, type Wish } from './answers.ts';
import { finishCheck, sendChanges } from './queries.ts';

export interface Check {
  readonly parts: ReadonlyMap<string, Part>;
  readonly answers: ReadonlyMap<string, Answer>;
  /** Pictures and sounds of this device by hash, to be shown before they are on the platform. */
  readonly files: ReadonlyMap<string, string>;
  readonly state: 'idle' | 'sending' | 'kept' | 'finished';
  readonly error: unknown;
  /** The drawn name, once somebody signed. */
  readonly signed: string | null;
  own(item: { readonly id: string }): Own;
  change(item: string, wish: Wish): void;
  /** Adds a photo or voice note with its time and place. */
  addFile(item: string, kind: 'photo' | 'voice', file: Blob, name: string): Promise<void>;
  sign(picture: Blob, who: string): Promise<void>;
  finish(): Promise<void>;
}

/** One item of a check as its card is given it. */
export interface ItemProps {
  readonly item: Item;
  readonly own: Own;
  readonly run: RunDetail['run'];
  readonly check: Check;
  readonly riskPoints: RunDetail['riskPoints'];
}

/** Answers of one check: kept on this device first, sent when the platform can be reached, each change once. */
export function useCheck(detail: RunDetail, label: string): Check {
  const client = useQueryClient();
  const run = detail.run.id;
  const [parts, setParts] = useState(() => readParts(run));
  const [state, setState] = useState<Check['state']>('idle');
  const [error, setError] = useState<unknown>(null);
  const held = useHeldFiles();
  const answers = new Map(detail.answers.map((answer) => [answer.itemId, answer]));
  const signing = useSigning(detail, (item) => ownOf(answers.get(item), parts.get(item)));
  useFreshRun(run);
  const send = async (changes: readonly object[], files: readonly FileToSend[] = []) => {
    try {
      await queueSend({ ...placeOf(run, label), body: { changes }, files });
      void drain();
    } catch {
      // A browser that keeps nothing sends at once, or says that it could not.
      await sendChanges(run, changes);
    }
  };
  const change = (item: string, wish: Wish, files: readonly FileToSend[] = []) => {
    setError(null);
    // Two fields left at the same moment must not write over each other's part.
    const before = readParts(run);
    const part = before.get(item) ?? parts.get(item);
    const changes = changesOf(item, wish, { answer: answers.get(item), part }, Date.now(), newId);
    const made = Object.fromEntries(changes.map(({ field, value, id }) => [field, { value, id }]));
    const after = new Map([...parts, ...before]).set(item, { ...part, ...made });
    keepParts(run, after);
    setParts(after);
    return send(changes, files).catch(setError);
  };
  return {
    parts,
    answers,
    files: held.files,
    state,
    error,
    signed: signing.signed?.who ?? null,
    own: ({ id }) => ownOf(answers.get(id), parts.get(id)),
    change: (item, wish) => void change(item, wish),
    addFile: async (item, kind, file, name) => {
      const making = await makingNow(name);
      // Without a secure connection the device cannot name a file by its content: the platform does.
      const known = await hashOf(file);
      const sha256 = known ?? (await uploadFile(file)).sha256;
      held.hold(sha256, file);
      const files = known === undefined ? [] : [fileToSend(file, making)];
      await change(item, { [`${kind}:${sha256}`]: JSON.stringify(making) }, files);
    },
    sign: signing.sign,
    finish: async () => {
      setState('sending');
      setError(null);
      const finishedAt = Date.now();
      const { signed, file } = signing;
      const body = { changes: [], finish: true, finishedAt, ...(signed === null ? {} : { signature: signed }) };
      const stop = await drain();
      try {
        if (stop === 'no-signal') throw new Unreachable('no signal');
        if (file !== null) await uploadFile(file.blob);
        const { detail: ended } = await finishCheck(run, body);
        client.setQueryData(['check', run], ended);
        keepParts(run, new Map());
        setParts(new Map());
        setState('finished');
        for (const key of ['checks', 'cases', 'prevention', 'home']) void client.invalidateQueries({ queryKey: [key] });
      } catch (cause) {
        if (!(cause instanceof Unreachable)) {
          setError(cause);
          setState('idle');
          return;
        }
        await queueSend({ ...placeOf(run, label), body, files: file === null ? [] : [file] });
        setState('kept');
      }
    },
  };
}

const placeOf = (run: string, label: string) => ({
  id: newId(),
  method: 'POST' as const,
  path: `/checks/${run}/answers`,
  named: true,
  bare: true,
  label,
  record: `check/${run}`,
  href: `/checks/${run}`,
});

/** What the queue has brought to the platform changes what is known of the check: asked again a moment later. */
function useFreshRun(run: string): void {
  const client = useQueryClient();
  const ask = useEffectEvent(() => {
    if (navigator.onLine) void client.invalidateQueries({ queryKey: ['check', run] });
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = onQueue(() => {
      clearTimeout(timer);
      timer = setTimeout(ask, 600);
    });
    return () => (clearTimeout(timer), off());
  }, []);
}

/** Files taken on this page, shown from memory until they are left. */
function useHeldFiles() {
  const [files, setFiles] = useState<ReadonlyMap<string, string>>(new Map());
  const made = useRef<string[]>([]);
  useEffect(() => {
    const urls = made.current;
    return () => urls.forEach((url) => URL.revokeObjectURL(url));
  }, []);
  const hold = (sha256: string, file: Blob) => {
    const url = URL.createObjectURL(file);
    made.current.push(url);
    setFiles((all) => new Map(all).set(sha256, url));
  };
  return { files, hold };
}

/** The drawn name is bound to the answers of the moment it was drawn: answered anew, it is gone. */
function useSigning(detail: RunDetail, own: (item: string) => Own) {
  const content = JSON.stringify(detail.items.map(({ id }) => [id, own(id)]));
  const [drawn, setDrawn] = useState<{
    readonly signed: Signature;
    readonly file: FileToSend;
    readonly under: string;
  }>();
  const valid = drawn !== undefined && drawn.under === content ? drawn : undefined;
  const sign = async (picture: Blob, who: string) => {
    const [sha256, of] = [await hashOf(picture), await hashOf(new Blob([content]))];
    if (sha256 === undefined || of === undefined) return;
    const at = Date.now();
    const file = { blob: picture, name: who, takenAt: at };
    setDrawn({ signed: { sha256, who, at, of }, file, under: content });
  };
  return { signed: valid?.signed ?? null, file: valid?.file ?? null, sign };
}
