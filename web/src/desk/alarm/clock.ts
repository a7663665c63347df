import type { AlarmView } from '@anlan/kernel/alarm';

/** `1:26`, `12:52`, `1:02:05`; time that has run out is `0:00`. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export interface EscalationClock {
  /** Milliseconds left until the next rung; 0 when it is due. */
  readonly left: number;
  /** Share of the way to the next rung that has run out, 0 … 1. */
  readonly gone: number;
  /** In the last fifth of its time, or the last two minutes. */
  readonly soon: boolean;
  /** Who is told next: 市值班. */
  readonly label: string;
  /** Kind of rung: enterprise, town, county, city, leader. */
  readonly to: string;
}

/** The clock towards the next rung of the ladder, or null when nobody is left to tell or it is no longer running. */
export function escalationClock(alarm: AlarmView, now: number): EscalationClock | null {
  if (alarm.escalateAt === null || alarm.response === 'closed') return null;
  const next = alarm.escalation.find((rung) => !rung.reached);
  if (next === undefined) return null;
  const reached = alarm.escalation.filter((rung) => rung.reached).map((rung) => rung.at);
  const from = Math.max(alarm.seenAt, ...reached);
  const left = Math.max(0, alarm.escalateAt - now);
  const gone = Math.min(1, Math.max(0, 1 - left / Math.max(1, alarm.escalateAt - from)));
  return { left, gone, soon: left <= 120_000 || gone >= 0.8, label: next.label, to: next.to };
}

export interface RungState {
  readonly label: string;
  readonly at: number;
  /** Told already, told next, or not reached. */
  readonly state: 'told' | 'next' | 'later';
}

/** The ladder as drawn: rungs told, the one told next, and those above it; at most the last four. */
export function ladder(alarm: AlarmView): RungState[] {
  let next = alarm.response !== 'closed' && alarm.escalateAt !== null;
  const rungs = alarm.escalation.map((rung): RungState => {
    if (rung.reached) return { label: rung.label, at: rung.at, state: 'told' };
    const state = next ? 'next' : 'later';
    next = false;
    return { label: rung.label, at: rung.at, state };
  });
  return rungs.slice(-4);
}
