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

const LONGEST_VOICE = 60_000;
const KINDS = ['audio/webm', 'audio/mp4', 'audio/ogg'];

/** A voice note: tap to start, tap to stop, a minute at most. */
export function useVoice(done: (voice: Blob) => void) {
  const [since, setSince] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const recorder = useRef<MediaRecorder | undefined>(undefined);
  const stop = useCallback(() => {
    if (recorder.current?.state === 'recording') recorder.current.stop();
  }, []);
  useEffect(() => stop, [stop]);
  const start = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const type = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? 'audio/webm';
      const parts: Blob[] = [];
      const made = new MediaRecorder(stream, { mimeType: type });
      made.ondataavailable = ({ data }) => parts.push(data);
      made.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        setSince(null);
        if (parts.length > 0) done(new Blob(parts, { type }));
      };
      recorder.current = made;
      made.start();
      setFailed(false);
      setSince(Date.now());
      setTimeout(stop, LONGEST_VOICE);
    } catch {
      setFailed(true);
    }
  };
  return { since, failed, start, stop };
}
