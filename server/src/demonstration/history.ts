import {
  advance,
  lateness,
  nextRungAt,
  open,
  type Attached,
  type CaseStanding,
  type Doer,
  type Effect,
  type Entry,
  type Input,
  type World,
} from '@anlan/kernel/case';
import { isRefusal } from '@anlan/kernel/refusal';
import { kindOf } from '../case/row.ts';
import { PLATFORM } from '../case/write.ts';
import { parameterOf } from '../parameter/book.ts';

export interface Line {
  readonly entry: Entry;
  readonly by: Doer;
  readonly at: number;
  readonly input: Input;
  readonly files: readonly Attached[];
  /** The deadline once it was written (epoch ms); null = none. */
  readonly dueAt: number | null;
}

/** A case that was led through the platform's own engine: what the demonstration shows is what the engine allows. */
export interface History {
  readonly standing: CaseStanding;
  readonly lines: readonly Line[];
  readonly effects: readonly { readonly effect: Effect; readonly at: number }[];
  /** When the next rung of the ladder is due (epoch ms). */
  readonly escalateAt: number | null;
  readonly supervisor: string | null;
}

export interface Play {
  /** Does the act at `at` unless `now` lies before it; false = the story ends here. */
  act(action: string, by: Doer, at: number, input?: Input, files?: readonly Attached[]): boolean;
  end(): History;
}

/** The parameters as they are declared, on the calendar of the State Council. */
export const world: World = { parameter: (key) => parameterOf(key).value as number, days: {} };

export interface Opening {
  /** Key of the case's kind. */
  readonly kind: string;
  readonly input: Input;
  readonly source: string;
  readonly organisationId: string | null;
  readonly by: Doer;
  readonly at: number;
  readonly files?: readonly Attached[];
}

/** Plays a case from its opening up to `now` (epoch ms); lateness is climbed at its own time. A refusal is a bug. */
export function play({ kind: key, ...opening }: Opening, now: number): Play {
  const kind = kindOf(key);
  const { by, at, input, files: brought = [] } = opening;
  const begun = open(kind, { ...opening, files: brought }, by, at, world);
  if (isRefusal(begun)) throw new Error(`${kind.key} not opened: ${begun.refused} ${begun.field ?? ''}`);
  let { standing } = begun;
  let supervisor: string | null = null;
  const lines: Line[] = [{ entry: begun.entry, by, at, input, files: brought, dueAt: standing.dueAt }];
  const effects: { effect: Effect; at: number }[] = [];

  function climbUntil(until: number): void {
    for (
      let due = nextRungAt(kind, standing, world);
      due !== null && due < until;
      due = nextRungAt(kind, standing, world)
    ) {
      const climbed = lateness(kind, standing, due + 1, world);
      for (const { text, rung, effects: own } of climbed.steps) {
        const entry = { action: 'overdue', from: standing.state, to: standing.state, text };
        lines.push({ entry, by: PLATFORM, at: due + 1, input: {}, files: [], dueAt: standing.dueAt });
        effects.push(...own.map((effect) => ({ effect, at: due + 1 })));
        supervisor = rung.to;
      }
      standing = climbed.standing;
    }
  }

  return {
    act(action, doer, when, filled = {}, files = []) {
      climbUntil(Math.min(when, now));
      if (when > now) return false;
      const done = advance(kind, standing, { action, input: filled, files }, doer, when, world);
      if (isRefusal(done))
        throw new Error(`${kind.key}.${action} refused: ${done.refused} ${JSON.stringify(done.facts)}`);
      standing = done.standing;
      if (standing.overdueSince === null) supervisor = null;
      lines.push({ entry: done.entry, by: doer, at: when, input: filled, files, dueAt: standing.dueAt });
      effects.push(...done.effects.map((effect) => ({ effect, at: when })));
      return true;
    },
    end() {
      climbUntil(now);
      return { standing, lines, effects, escalateAt: nextRungAt(kind, standing, world), supervisor };
    },
  };
}
