import { STEPS, type Trace, type TraceSpan } from '@anlan/kernel/trace';

const ORDER = Object.keys(STEPS);

/** A step with its place in the picture: shares 0…1 of the whole trace. */
export interface Bar {
  readonly span: TraceSpan;
  readonly left: number;
  readonly width: number;
}

/** The steps of a trace side by side in time, in order of their beginning; `ms` = from the first beginning to the last end. */
export function waterfall({ spans }: Trace): {
  readonly began: number;
  readonly ms: number;
  readonly bars: readonly Bar[];
} {
  const began = Math.min(...spans.map((span) => span.began));
  const ended = Math.max(...spans.map((span) => span.ended));
  const ms = Math.max(0, ended - began);
  const whole = ms || 1;
  const bars = spans
    .map((span) => ({
      span,
      left: (span.began - began) / whole,
      // Clocks of two processes may differ by a little: a step never ends before it began.
      width: Math.max(0, span.ended - span.began) / whole,
    }))
    .sort((a, b) => a.left - b.left || ORDER.indexOf(a.span.name) - ORDER.indexOf(b.span.name));
  return { began, ms, bars };
}
