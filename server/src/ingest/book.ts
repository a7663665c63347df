import { FRESH, isTogether, type Memory, type Rule } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';
import type { Found } from '../alarm/change.ts';

/** A running alarm as the rules need it: the first alarm's id of its excursion, and the level the rule gave it. */
export interface Running {
  readonly alarmId: string;
  readonly level: Level;
  /** Found in late data; it has woken nobody yet. */
  readonly retrospective?: boolean;
}

/** What is going on in back-filled data of one subject under one rule, apart from the live judgement. */
export interface Lane {
  readonly memory: Memory;
  /** Platform time of its last sample. */
  readonly touched: number;
  /** The excursion it is in. */
  readonly open: (Omit<Found, 'kind' | 'at'> & { readonly level: Level }) | null;
}

export function isLane(memory: Memory | Lane): memory is Lane {
  return 'touched' in memory;
}

export const openLane = (touched: number): Lane => ({ memory: FRESH, touched, open: null });

/** A rule with all it remembers; changes since the last drain are in `dirty`. */
export interface Book {
  readonly rule: Rule;
  readonly together: boolean;
  readonly memories: Map<string, Memory>;
  readonly running: Map<string, Running>;
  readonly lanes: Map<string, Lane>;
  /** A memory of null is forgotten. */
  dirty: Map<string, Memory | null>;
  dirtyLanes: Map<string, Lane | null>;
}

export function bookOf(rule: Rule): Book {
  return {
    rule,
    together: isTogether(rule.condition),
    memories: new Map(),
    running: new Map(),
    lanes: new Map(),
    dirty: new Map(),
    dirtyLanes: new Map(),
  };
}
