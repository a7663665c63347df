import { streamViewSchema, type Past } from '@anlan/kernel/media';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { api, Refused } from '../api/index.ts';
import { restOf, waitBefore } from './edge.ts';
import { Film, type FilmEnd } from './film.ts';

/** How a player stands: asking, showing, or over, with the seconds until it asks again. */
export interface Standing {
  readonly state: 'asking' | 'showing' | 'over';
  readonly name: string;
  /** Seconds since the picture shown reached the platform; of a recording nothing. */
  readonly age: number | undefined;
  /** When the picture shown was made, ms of the platform's clock. */
  readonly at: number | undefined;
  readonly end: FilmEnd | undefined;
  readonly retryIn: number | undefined;
}

const ASKING: Standing = {
  state: 'asking',
  name: '',
  age: undefined,
  at: undefined,
  end: undefined,
  retryIn: undefined,
};
/** Pictures for so long make earlier failures forgotten. */
const STEADY_MS = 10_000;

/** Shows a stream in a video element and keeps showing it: after an end it asks again, each time a little later. */
export function useFilm(
  stream: string,
  past: Past | undefined,
  video: RefObject<HTMLVideoElement | null>,
): Standing & { readonly retry: () => void } {
  const [standing, setStanding] = useState(ASKING);
  const [round, setRound] = useState(0);
  const failed = useRef(0);
  /** Where a recording had come to: one that breaks off goes on from there. */
  const reached = useRef<number>(undefined);
  const { from, to } = past ?? {};

  useEffect(() => {
    reached.current = undefined;
  }, [stream, from, to]);
  useEffect(() => {
    let film: Film | undefined;
    let gone = false;
    let begun = 0;
    let timer: number | undefined;
    const stop = new AbortController();
    setStanding((before) => ({ ...ASKING, name: before.name, end: before.end }));

    const over = (end: FilmEnd): void => {
      if (gone) return;
      if (end.code === 'recording-over') reached.current = undefined;
      if (begun > 0 && Date.now() - begun > STEADY_MS) failed.current = 0;
      failed.current += 1;
      let left = end.again ? Math.ceil(waitBefore(failed.current, Math.random())) : undefined;
      setStanding((before) => ({ ...before, state: 'over', age: undefined, end, retryIn: left }));
      if (left === undefined) return;
      timer = window.setInterval(() => {
        left = (left ?? 1) - 1;
        if (left <= 0) setRound((before) => before + 1);
        else setStanding((before) => ({ ...before, retryIn: left }));
      }, 1000);
    };
    const open = (name: string): void => {
      const element = video.current;
      if (gone || element === null) return;
      setStanding((before) => ({ ...before, name }));
      const rest = from === undefined || to === undefined ? undefined : restOf({ from, to }, reached.current);
      film = new Film({ stream, past: rest }, element, {
        hello: () => {
          begun = Date.now();
          void element.play().catch(() => {});
          setStanding((before) => ({ ...before, state: 'showing', end: undefined }));
        },
        shows: (at, seconds) => {
          reached.current = at;
          setStanding((before) => {
            if (from !== undefined) return Math.abs((before.at ?? -1) - at) < 500 ? before : { ...before, at };
            return Math.abs((before.age ?? -1) - seconds) < 0.1 ? before : { ...before, at, age: seconds };
          });
        },
        end: over,
      });
    };
    // A socket that is refused does not say why; this does.
    api.get(`/streams/${stream}`, streamViewSchema, stop.signal).then(
      ({ name }) => open(name),
      (error: unknown) => over(endOf(error)),
    );
    return () => {
      gone = true;
      stop.abort();
      window.clearInterval(timer);
      film?.close();
    };
  }, [stream, from, to, video, round]);

  const retry = useCallback(() => {
    failed.current = 0;
    setRound((before) => before + 1);
  }, []);
  return { ...standing, retry };
}

function endOf(error: unknown): FilmEnd {
  if (error instanceof Refused) return { ...error.problem, again: error.problem.status >= 500 };
  return { code: 'broken', zh: '连不上平台', en: 'The platform cannot be reached', again: true };
}
