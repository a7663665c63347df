import { dayOf, endOf, endOfPeriod, reckon } from '@anlan/domain/calendar';
import type { World } from './advance.ts';
import type { CaseKind, Effect, OverdueRung } from './kind.ts';
import { ownerOf, supervisorLabel } from './kind.ts';
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
  const next = nextRung(kind, standing, standing.rungs);
  return next === undefined ? null : rungAt(next.rung, standing.dueAt, world);
}

type Placed = Pick<CaseStanding, 'state' | 'source'>;

/** The next rung of the state's owner from place `from` of the ladder on, and its place. */
function nextRung(kind: CaseKind, standing: Placed, from: number): { rung: OverdueRung; place: number } | undefined {
  const place = kind.overdue.findIndex((rung, index) => index >= from && concerns(kind, standing, rung));
  const rung = kind.overdue[place];
  return rung === undefined ? undefined : { rung, place };
}

/**
 * A late step of an authority climbs within the authorities: its department is told as the owner, then those above the
 * county. The town below it and the county it is itself are left out, so that nobody hears of the same thing twice.
 */
function concerns(kind: CaseKind, { state, source }: Placed, { to }: OverdueRung): boolean {
  if (ownerOf(kind, state, source) !== 'authority' || !kind.overdue.some((rung) => rung.to === 'owner')) return true;
  return to !== 'town' && to !== 'county';
}

/** A rung of zero days is reached with the deadline itself. */
function rungAt(rung: OverdueRung, dueAt: number, world: World): number {
  const days = world.parameter(rung.parameter);
  return days === 0 ? dueAt : endOfPeriod(dueAt, days, 'days', world.days);
}

/** Climbs every rung whose time has come at `now`. A case not late stays as it is, with no steps. */
export function lateness(kind: CaseKind, standing: CaseStanding, now: number, world: World): Lateness {
  const { dueAt, state } = standing;
  if (dueAt === null || now <= dueAt || !clockRuns(kind, standing)) return { standing, steps: [] };
  const side = ownerOf(kind, state, standing.source);
  const steps: Lateness['steps'][number][] = [];
  let { rungs } = standing;
  for (
    let next = nextRung(kind, standing, rungs);
    next !== undefined && rungAt(next.rung, dueAt, world) < now;
    next = nextRung(kind, standing, rungs)
  ) {
    const { rung, place } = next;
    const days = world.parameter(rung.parameter);
    const told = supervisorLabel(rung.to, side);
    const text = days === 0 ? `逾期，告知${told}` : `逾期 ${days} 日，升级到${told}`;
    steps.push({ rung, text, effects: rung.effectsIn?.includes(state) === true ? (rung.effects ?? []) : [] });
    rungs = place + 1;
  }
  return { standing: { ...standing, overdueSince: dueAt, rungs }, steps };
}

/** A deadline on the calendar as it is known now, and the line of the trail that says so. */
export interface Recounted {
  readonly standing: CaseStanding;
  readonly text: string;
}

/**
 * Counts a deadline anew on a calendar that has changed; undefined where there is nothing new. One that rests on a year not
 * announced yet (暂定期限) goes both ways, and leaves the day of `now` (epoch ms) at least: nobody becomes late by an
 * announcement. One that was certain only moves later: a correction takes no day from anybody.
 */
export function recount(standing: CaseStanding, now: number, world: World): Recounted | undefined {
  const { reckoned, dueAt, closedAt } = standing;
  if (dueAt === null || closedAt !== null || reckoned === null) return undefined;
  const { at, provisional } = reckon(reckoned.from, reckoned.count, reckoned.unit, world.days);
  if (reckoned.provisional ? provisional && at === dueAt : at <= dueAt) return undefined;
  const due = at >= dueAt ? at : Math.max(at, Math.min(dueAt, endOf(dayOf(now))));
  const moved = due === dueAt ? `期限 ${dayOf(due)} 不变` : `期限由 ${dayOf(dueAt)} 改为 ${dayOf(due)}`;
  return {
    standing: {
      ...standing,
      dueAt: due,
      reckoned: { ...reckoned, provisional },
      ...(due > now && { overdueSince: null, rungs: 0 }),
    },
    text: `${reckoned.provisional && !provisional ? '放假安排已公布' : '工作日历有变'}，${moved}${provisional ? '（暂定）' : ''}`,
  };
}
