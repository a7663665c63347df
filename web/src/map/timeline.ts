const MINUTE = 60_000;

/** A bar of the histogram: x and width as shares of the whole, height 0 … 1. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly at: number;
}

/** Bars of alarm counts per step; an empty step keeps a hairline so that silence reads as zero, not as missing. */
export function bars(from: number, step: number, counts: readonly number[]): Bar[] {
  const most = Math.max(1, ...counts);
  const width = 1 / Math.max(1, counts.length);
  return counts.map((count, i) => ({
    x: i * width,
    width,
    height: Math.max(0.04, count / most),
    count,
    at: from + i * step,
  }));
}

/** Six even marks over the day, the first with 昨 where it lies on the day before. */
export function dayMarks(from: number, to: number, parts = 6): { readonly at: number; readonly x: number }[] {
  return Array.from({ length: parts }, (_, i) => ({ at: from + ((to - from) * i) / parts, x: i / parts }));
}

/** The minute at a share of the bar; null at its right end, which is live. */
export function minuteAt(share: number, from: number, to: number): number | null {
  const kept = Math.min(1, Math.max(0, share));
  const at = from + (to - from) * kept;
  return to - at < MINUTE ? null : Math.floor(at / MINUTE) * MINUTE;
}

/** The moment after one tick of playing at `rate` × real time; null when it has caught up with now. */
export function playOn(at: number, rate: number, tick: number, now: number): number | null {
  const next = at + rate * tick;
  return next >= now - MINUTE ? null : next;
}

/** A key on the slider: arrows by a minute, with Shift by ten, PageUp/Down by an hour, Home/End to the ends. */
export function slide(
  at: number | null,
  key: string,
  shift: boolean,
  from: number,
  to: number,
): number | null | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -60, PageUp: 60 };
  if (key === 'Home') return from;
  if (key === 'End') return null;
  const step = steps[key];
  if (step === undefined) return undefined;
  const next = (at ?? to) + step * (shift && Math.abs(step) === 1 ? 10 : 1) * MINUTE;
  return next > to - MINUTE ? null : Math.max(from, Math.floor(next / MINUTE) * MINUTE);
}
