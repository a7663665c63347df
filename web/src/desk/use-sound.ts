import { useEffect, useRef, useState } from 'react';
import { createSounder, type Level, LEVELS, redIsDue, toneFor } from './alarm/index.ts';

const KEY = 'anlan.sound';

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

export interface Sound {
  readonly on: boolean;
  /** The browser still waits for a first gesture. */
  readonly blocked: boolean;
  toggle(): void;
  /** Plays the four tones one after the other. */
  test(): void;
  ring(levels: readonly Level[]): void;
}

/** Alarm tones of the desk: one per new alarm, red again every five seconds while one is unacknowledged. */
export function useSound(unacknowledgedReds: number): Sound {
  const [on, setOn] = useState(remembered);
  const [blocked, setBlocked] = useState(false);
  const sounder = useRef<ReturnType<typeof createSounder>>(undefined);
  const lastRed = useRef(0);
  sounder.current ??= createSounder();
  const play = (level: Level) => {
    sounder.current?.play(level);
    if (level === 'red') lastRed.current = Date.now();
    setBlocked(sounder.current?.blocked ?? false);
  };
  useEffect(() => {
    const unlock = () => void sounder.current?.unlock().then(() => setBlocked(false));
    window.addEventListener('pointerdown', unlock, { once: true });
    window.addEventListener('keydown', unlock, { once: true });
    return () => {
      window.removeEventListener('pointerdown', unlock);
      window.removeEventListener('keydown', unlock);
      sounder.current?.close();
      sounder.current = undefined;
    };
  }, []);
  useEffect(() => {
    if (!on || unacknowledgedReds === 0) return undefined;
    const repeat = () => (redIsDue(unacknowledgedReds, lastRed.current, Date.now()) ? play('red') : undefined);
    repeat();
    const timer = setInterval(repeat, 1000);
    return () => clearInterval(timer);
  }, [on, unacknowledgedReds]);
  return {
    on,
    blocked: on && blocked,
    toggle: () => {
      try {
        localStorage.setItem(KEY, on ? 'off' : 'on');
      } catch {
        // A browser without storage forgets the choice.
      }
      setOn(!on);
    },
    test: () => LEVELS.forEach((level, i) => setTimeout(() => play(level), i * 1600)),
    ring: (levels) => {
      const level = toneFor(levels);
      if (on && level !== null) play(level);
    },
  };
}
