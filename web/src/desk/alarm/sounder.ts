import { TONES } from './tones.ts';
import type { Level } from './figures.ts';

/** Plays alarm tones through WebAudio; silent where the browser has none or has not been touched yet. */
export interface Sounder {
  play(level: Level): void;
  /** Is the browser still waiting for a first gesture before it lets sound out? */
  readonly blocked: boolean;
  /** To be called from a gesture: lets sound out from then on. */
  unlock(): Promise<void>;
  close(): void;
}

/** A sounder with its own audio context, made at the first tone. */
export function createSounder(): Sounder {
  let context: AudioContext | undefined;
  let refused = false;
  // Browsers let no sound out before the page has been touched; asking earlier only fills the console.
  const untouched = (): boolean => navigator.userActivation !== undefined && !navigator.userActivation.hasBeenActive;
  const ensure = (): AudioContext | undefined => {
    if (context === undefined && typeof AudioContext !== 'undefined') context = new AudioContext();
    return context;
  };
  return {
    get blocked() {
      return refused || context?.state === 'suspended';
    },
    async unlock() {
      refused = false;
      await ensure()?.resume();
    },
    play(level) {
      refused = untouched();
      if (refused) return;
      const audio = ensure();
      if (audio === undefined) return;
      for (const beep of TONES[level]) beepAt(audio, audio.currentTime + 0.02 + beep.at, beep.length, beep.hertz);
    },
    close() {
      void context?.close();
      context = undefined;
    },
  };
}

function beepAt(audio: AudioContext, at: number, length: number, hertz: number): void {
  const tone = audio.createOscillator();
  const gain = audio.createGain();
  tone.type = 'triangle';
  tone.frequency.value = hertz;
  // A short ramp on both ends keeps the beep from clicking.
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.5, at + 0.015);
  gain.gain.setValueAtTime(0.5, at + length - 0.03);
  gain.gain.linearRampToValueAtTime(0, at + length);
  tone.connect(gain).connect(audio.destination);
  tone.start(at);
  tone.stop(at + length + 0.02);
}
