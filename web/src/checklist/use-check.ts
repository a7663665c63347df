import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Unreachable } from '../api/index.ts';
import { newId } from '../case/index.tsx';
import { uploadFile } from '../case/queries.ts';
import { hashOf } from '../offline/device.ts';
import { queueSend } from '../offline/queue.ts';
import { drain } from '../offline/send.ts';
import { changesOf, keepParts, readParts, type Part } from './answers.ts';
import { finishCheck, sendChanges } from './queries.ts';

export interface Check {
  readonly parts: ReadonlyMap<string, Part>;
  /** Pictures of this device by hash, to be shown before they are on the platform. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly state: 'idle' | 'sending' | 'kept' | 'finished';
  readonly error: unknown;
  change(item: string, part: Part): void;
  /** Gives the hash of the photo added to those before. */
  addPhoto(item: string, before: readonly string[], file: File): Promise<string>;
  finish(): Promise<void>;
}

/** Answers of one check: kept on this device first, sent when the platform can be reached, each change once. */
export function useCheck(run: string, label: string): Check {
  const client = useQueryClient();
  const [parts, setParts] = useState(() => readParts(run));
  const [pictures, setPictures] = useState<ReadonlyMap<string, string>>(new Map());
  const [state, setState] = useState<Check['state']>('idle');
  const [error, setError] = useState<unknown>(null);
  const made = useRef<string[]>([]);
  useEffect(() => {
    const urls = made.current;
    return () => urls.forEach((url) => URL.revokeObjectURL(url));
  }, []);
  const send = async (changes: readonly object[], files: readonly File[] = []) => {
    try {
      await queueSend({
        id: newId(),
        method: 'POST',
        path: `/checks/${run}/answers`,
        body: { changes },
        files: files.map((blob) => ({ blob, name: blob.name, takenAt: blob.lastModified })),
        named: true,
        bare: true,
        label,
        record: `check/${run}`,
        href: `/checks/${run}`,
      });
      void drain();
    } catch {
      // A browser that keeps nothing sends at once, or says that it could not.
      await sendChanges(run, changes);
    }
  };
  const change = (item: string, part: Part, files: readonly File[] = []) => {
    setError(null);
    setParts((before) => {
      const after = new Map(before).set(item, { ...before.get(item), ...part });
      keepParts(run, after);
      return after;
    });
    return send(changesOf(item, part, Date.now(), newId), files).catch(setError);
  };
  return {
    parts,
    pictures,
    state,
    error,
    change: (item, part) => void change(item, part),
    addPhoto: async (item, before, file) => {
      // Without a secure connection the device cannot name a photo by its content: the platform does.
      const known = await hashOf(file);
      const sha256 = known ?? (await uploadFile(file)).sha256;
      const url = URL.createObjectURL(file);
      made.current.push(url);
      setPictures((all) => new Map(all).set(sha256, url));
      await change(item, { photos: [...new Set([...before, sha256])] }, known === undefined ? [] : [file]);
      return sha256;
    },
    finish: async () => {
      setState('sending');
      setError(null);
      const at = Date.now();
      const stop = await drain();
      try {
        if (stop === 'no-signal') throw new Unreachable('no signal');
        const { detail } = await finishCheck(run, at);
        client.setQueryData(['check', run], detail);
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
        await queueSend({
          id: newId(),
          method: 'POST',
          path: `/checks/${run}/answers`,
          body: { changes: [], finish: true, finishedAt: at },
          bare: true,
          label,
          record: `check/${run}`,
          href: `/checks/${run}`,
        });
        setState('kept');
      }
    },
  };
}
