import { isVoice, VOICE } from '@anlan/kernel/attachment';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { dropPhoto, keepPhoto, keptPhoto } from './kept-photos.ts';
import type { FileToSend } from '../offline/queue.ts';
import { newId, uploadFile, type SentFile } from './queries.ts';

export interface Held {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly takenAt: number | null;
  readonly lon: number | null;
  readonly lat: number | null;
  /** Metres, where there is a position. */
  readonly accuracy: number | null;
  /** Known once it is on the platform. */
  readonly sha256: string | null;
  readonly state: 'uploading' | 'there' | 'failed';
  readonly error: unknown;
  /** Picture on this device. */
  readonly preview: string | null;
  readonly file: File | null;
}

/** Fix of this device, asked for once per form; undefined while it is looked for, null where it may not be known. */
type Fix = { readonly lon: number; readonly lat: number; readonly accuracy: number } | null | undefined;

export const LARGEST = 8 * 1024 * 1024;
const KINDS = new Set<string>(['image/jpeg', 'image/png', 'image/webp', 'application/pdf', ...VOICE.types]);

/** What can be shown or played from this device. */
const isShown = (type: string): boolean => type.startsWith('image/') || isVoice(type);

export type Problem = 'tooLarge' | 'wrongKind' | 'voiceTooLong';

export function problemOfFile(file: Pick<File, 'size' | 'type'>): Problem | undefined {
  if (!KINDS.has(file.type)) return 'wrongKind';
  if (isVoice(file.type)) return file.size > VOICE.bytes ? 'voiceTooLong' : undefined;
  return file.size > LARGEST ? 'tooLarge' : undefined;
}

/** The device's position where its owner allows it; null after ten seconds or a refusal. */
export function locate(): Promise<Exclude<Fix, undefined>> {
  if (!('geolocation' in navigator)) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude, accuracy: Math.round(coords.accuracy) }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
}

/**
 * The files of a form: uploaded as soon as they are chosen, with time and place where known. This browser keeps them
 * until the form is sent: what could not be uploaded goes when there is a connection again, a reload in between or not.
 */
export function useFiles(restored: readonly Held[] = []) {
  const [held, setHeld] = useState<readonly Held[]>(restored);
  const [fix, setFix] = useState<Fix>(undefined);
  const asked = useRef(false);
  const change = (key: string, part: Partial<Held>) =>
    setHeld((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const seekPlace = () => {
    if (asked.current) return;
    asked.current = true;
    void locate().then((found) => {
      setFix(found);
      if (found === null) return;
      // What an earlier visit took was taken elsewhere.
      const now = (one: Held): boolean => one.lon === null && !restored.some(({ key }) => key === one.key);
      setHeld((before) => before.map((one) => (now(one) ? { ...one, ...found } : one)));
    });
  };
  const send = async (key: string, file: File) => {
    change(key, { state: 'uploading', error: null });
    try {
      const { sha256, type } = await uploadFile(file);
      change(key, { state: 'there', sha256, type });
    } catch (error) {
      change(key, { state: 'failed', error });
    }
  };
  const add = (files: readonly File[]): Problem | undefined => {
    seekPlace();
    const fitting = files.filter((file) => problemOfFile(file) === undefined);
    for (const file of fitting) {
      const key = newId();
      const place = fix == null ? { lon: null, lat: null, accuracy: null } : fix;
      const preview = isShown(file.type) ? URL.createObjectURL(file) : null;
      void keepPhoto(key, file, Date.now());
      const base = { key, name: file.name, type: file.type, takenAt: file.lastModified, ...place, preview, file };
      setHeld((before) => [...before, { ...base, sha256: null, state: 'uploading', error: null }]);
      void send(key, file);
    }
    const wrong = files.find((file) => !fitting.includes(file));
    return wrong === undefined ? undefined : problemOfFile(wrong);
  };
  const remove = (key: string) => {
    void dropPhoto(key);
    setHeld((before) => {
      const gone = before.find((one) => one.key === key);
      if (gone?.preview != null) URL.revokeObjectURL(gone.preview);
      return before.filter((one) => one.key !== key);
    });
  };
  const bringBack = useEffectEvent(async () => {
    if (restored.length > 0) setFix(null);
    for (const one of restored) {
      const blob = await keptPhoto(one.key);
      if (blob === undefined && one.sha256 === null) remove(one.key);
      if (blob === undefined) continue;
      const file = new File([blob], one.name, { type: one.type, lastModified: one.takenAt ?? Date.now() });
      change(one.key, { file, preview: isShown(one.type) ? URL.createObjectURL(blob) : null });
      if (one.sha256 === null) void send(one.key, file);
    }
  });
  useEffect(() => void bringBack(), []);
  const sendFailed = useEffectEvent(() => {
    for (const one of held) if (one.state === 'failed' && one.file !== null) void send(one.key, one.file);
  });
  useEffect(() => {
    const online = () => sendFailed();
    window.addEventListener('online', online);
    return () => window.removeEventListener('online', online);
  }, []);
  const again = (one: Held) => (one.file === null ? undefined : void send(one.key, one.file));
  return { held, fix, add, remove, again };
}
export type Files = ReturnType<typeof useFiles>;

/** The members of an act for what is on the platform. */
export function sentFiles(held: readonly Held[]): SentFile[] {
  return held.flatMap(({ sha256, name, takenAt, lon, lat }) =>
    sha256 === null ? [] : [{ sha256, name: name.slice(0, 120), takenAt, lon, lat }],
  );
}

/** Files of an act that are not on the platform yet: they wait in line with it. */
export function pendingFiles(held: readonly Held[]): FileToSend[] {
  return held.flatMap(({ sha256, file, name, takenAt, lon, lat, accuracy }) =>
    sha256 === null && file !== null ? [{ blob: file, name, takenAt, lon, lat, accuracy }] : [],
  );
}

/** What a draft says of the files; the pictures themselves are kept beside it (`kept-photos.ts`). */
export function keptFiles(held: readonly Held[]): Held[] {
  return held.map((one) => ({
    ...one,
    preview: null,
    file: null,
    error: null,
    state: one.sha256 === null ? 'failed' : 'there',
  }));
}
