import { endOfPeriod } from '@anlan/domain/calendar';
import type { World } from './advance.ts';
import type { CaseKind, Effect, OverdueRung } from './kind.ts';
import { SUPERVISORS } from './kind.ts';
import type { CaseStanding } from './standing.ts';

/** What lateness makes of a case at one instant: the rungs reached since last asked, oldest first. */
export interface Lateness {
  readonly standing: CaseStanding;
  readonly steps: readonly { readonly rung: OverdueRung; readonly text: string; readonly effects: readonly Effect[] }[];
}

/** Does the deadline count in the case's state? */
export function clockRuns(kind: CaseKind, standing: Pick<CaseStanding, 'state'>): boolean {
  const state = kind.states[standing.state];
  return state !== undefined && state.end === undefined && (state.clock ?? state.owner !== null);
}

/** When the next rung of the ladder is due (epoch ms), for the timer; null = none. */
export function nextRungAt(kind: CaseKind, standing: CaseStanding, world: World): number | null {
  if (standing.dueAt === null || !clockRuns(kind, standing)) return null;
  // It is late from its deadline on, also where the first rung comes days later.
  if (standing.overdueSince === null) return standing.dueAt;
  const rung = kind.overdue[standing.rungs];
  return rung === undefined ? null : rungAt(rung, standing.dueAt, world);
}

/** A rung of zero days is reached with the deadline itself. */
function rungAt(rung: OverdueRung, dueAt: number, world: World): number {
  const days = world.parameter(rung.parameter);
  return days === 0 ? dueAt : endOfPeriod(dueAt, days, 'days', world.days);
}

/** Climbs every rung whose time has come at `now`. A case not late stays as it is, with no steps. */
export function lateness(kind: CaseKind, standing: CaseStanding, now: number, world: World): Lateness {
  const { dueAt } = standing;
  if (dueAt === null || now <= dueAt || !clockRuns(kind, standing)) return { standing, steps: [] };
  const steps: Lateness['steps'][number][] = [];
  let { rungs } = standing;
  for (
    let rung = kind.overdue[rungs];
    rung !== undefined && rungAt(rung, dueAt, world) < now;
    rung = kind.overdue[rungs]
  ) {
    const days = world.parameter(rung.parameter);
    const text = days === 0 ? `逾期，告知${SUPERVISORS[rung.to]}` : `逾期 ${days} 日，升级到${SUPERVISORS[rung.to]}`;
    steps.push({ rung, text, effects: rung.effects ?? [] });
    rungs += 1;
  }
  return { standing: { ...standing, overdueSince: dueAt, rungs }, steps };
}
