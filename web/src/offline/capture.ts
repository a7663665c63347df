import { VOICE } from '@anlan/kernel/attachment';
import { useCallback, useEffect, useRef, useState } from 'react';
import { locate } from '../case/use-files.ts';
import { clockAhead } from './clock.ts';
import type { FileToSend } from './queue.ts';

/** What a file's field says of its making; both times are kept where the device's clock is wrong. */
export interface Making {
  readonly name: string;
  readonly takenAt: number;
  /** By how many ms the device's clock was ahead of the platform's; null = not known. */
  readonly ahead: number | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracy: number | null;
  readonly who?: string;
  /** Hash of the record's content when it was signed. */
  readonly of?: string;
}

export function makingOf(text: unknown): Making | undefined {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as Making) : undefined;
  } catch {
    return undefined;
  }
}

/** Time and place of this moment; without a fix the place stays empty: it is never guessed. */
export async function makingNow(name: string, more: Pick<Making, 'who' | 'of'> = {}): Promise<Making> {
  const fix = await locate();
  const place = fix ?? { lon: null, lat: null, accuracy: null };
  return { name, takenAt: Date.now(), ahead: clockAhead(), ...place, ...more };
}

export const fileToSend = (blob: Blob, { name, takenAt, lon, lat, accuracy }: Making): FileToSend => ({
  blob,
  name,
  takenAt,
  lon,
  lat,
  accuracy,
});

/** Pictures of more pixels than this on their longer side are made smaller: a day of them must fit. */
const LONGEST = 2048;

/** A camera's picture as JPEG of at most 2048 pixels; what cannot be read stays as it is. */
export async function smaller(file: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 1_500_000) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    return made ?? file;
  } catch {
    return file;
  }
}

/** Speech needs no more (bits per second): a minute is 240 KB and goes over a weak signal. */
const SPEECH = 32_000;

/** Why nothing is recorded: this browser cannot, its user or the place forbids it, there is no microphone, it broke off. */
export type NoVoice = 'cannot' | 'denied' | 'absent' | 'broken';

const REASONS: Readonly<Record<string, NoVoice>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
};

/** Why a recording did not begin, by what the browser threw. */
export function whyNoVoice(error: unknown): NoVoice {
  return (error instanceof DOMException ? REASONS[error.name] : undefined) ?? 'broken';
}

/** Can this browser record at all? Over plain HTTP none can. */
export function canRecord(): boolean {
  return (
    typeof MediaRecorder === 'function' &&
    typeof navigator !== 'undefined' &&
    navigator.mediaDevices !== undefined &&
    VOICE.types.some((type) => MediaRecorder.isTypeSupported(type))
  );
}

/** A voice note: tap to start, tap to stop, a minute at most; `done` gets it with its length in seconds. */
export function useVoice(done: (voice: Blob, seconds: number) => void) {
  const [since, setSince] = useState<number | null>(null);
  const [failed, setFailed] = useState<NoVoice | null>(null);
  const recorder = useRef<MediaRecorder | undefined>(undefined);
  const stop = useCallback(() => {
    if (recorder.current?.state === 'recording') recorder.current.stop();
  }, []);
  useEffect(() => stop, [stop]);
  const start = async () => {
    if (!canRecord()) return setFailed('cannot');
    let stream: MediaStream | undefined;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const tracks = stream.getTracks();
      const type = VOICE.types.find((one) => MediaRecorder.isTypeSupported(one)) ?? VOICE.types[0];
      const parts: Blob[] = [];
      const made = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: SPEECH });
      const began = Date.now();
      made.ondataavailable = ({ data }) => parts.push(data);
      made.onstop = () => {
        for (const track of tracks) track.stop();
        setSince(null);
        const voice = new Blob(parts, { type });
        const seconds = Math.min(VOICE.seconds, Math.max(1, Math.round((Date.now() - began) / 1000)));
        if (voice.size > 0) done(voice, seconds);
        else setFailed('broken');
      };
      recorder.current = made;
      made.start();
      setFailed(null);
      setSince(began);
      setTimeout(() => (recorder.current === made ? stop() : undefined), VOICE.seconds * 1000);
    } catch (error) {
      for (const track of stream?.getTracks() ?? []) track.stop();
      setSince(null);
      setFailed(whyNoVoice(error));
    }
  };
  return { since, failed, start, stop };
}

/** The name of a voice note with its length, as lists and players show it: `语音 0:34`. */
export function voiceName(word: string, seconds: number): string {
  return `${word} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Length (s) by a voice note's name; undefined where it does not say. */
export function secondsOf(name: string): number | undefined {
  const [, minutes, seconds] = / (\d+):(\d\d)$/.exec(name) ?? [];
  return seconds === undefined ? undefined : Number(minutes) * 60 + Number(seconds);
}
