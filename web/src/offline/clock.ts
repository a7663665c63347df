/** Clocks further apart than this are said on every piece of evidence (ms). */
export const WRONG_CLOCK = 120_000;
const KEY = 'anlan.clock';

let ahead: number | null = remembered();

function remembered(): number | null {
  const text = localStorage.getItem(KEY);
  return text === null || Number.isNaN(Number(text)) ? null : Number(text);
}

/** The platform told its time (epoch ms, whole seconds): the difference to this device's clock is kept. */
export function hearClock(date: number): void {
  // The date of an answer has no fractions: half a second is the best guess.
  ahead = Date.now() - date - 500;
  localStorage.setItem(KEY, String(ahead));
}

/** By how many ms this device's clock is ahead of the platform's; null while it is not known. */
export function clockAhead(): number | null {
  return ahead;
}

export const clockIsWrong = (offset: number | null): boolean => offset !== null && Math.abs(offset) > WRONG_CLOCK;
