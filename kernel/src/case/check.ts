import { CALENDAR_PARAMETERS, type Parameter } from '../parameter/index.ts';
import { diagramOf } from './diagram.ts';
import { ownerOf, type CaseKind, type Deadline, type Effect, type OverdueRung } from './kind.ts';

/** What lateness costs the enterprise is bound to steps that are the enterprise's, whoever found the matter. */
function costs(kind: CaseKind, { to, effects = [], effectsIn = [] }: OverdueRung): string[] {
  if (effects.length > 0 !== effectsIn.length > 0)
    return [`overdue ${to} has effects without states, or states without`];
  return effectsIn.flatMap((state) =>
    ['self', 'inspection'].every((source) => ownerOf(kind, state, source) === 'organisation')
      ? []
      : [`overdue ${to} costs the enterprise in ${state}, which is not its step`],
  );
}

/** What is wrong with a declared kind of case: unreachable states, ways into nowhere, unknown parameters. */
export function checkCase(kind: CaseKind, kinds: ReadonlySet<string>, parameters: readonly Parameter[]): string[] {
  const known = new Set([...CALENDAR_PARAMETERS, ...parameters].map((parameter) => parameter.key));
  const problems: string[] = [];
  const states = Object.keys(kind.states);
  const named = (state: string, where: string) => {
    if (kind.states[state] === undefined) problems.push(`${where} names unknown state ${state}`);
  };
  const needs = (key: string, where: string) => {
    if (!known.has(key)) problems.push(`${where} names unknown parameter ${key}`);
  };
  const dates = (deadline: Deadline | undefined, where: string) => {
    if (deadline?.kind === 'set') needs(deadline.parameter, where);
    if (deadline?.kind === 'asked' && deadline.most !== undefined) needs(deadline.most.parameter, where);
  };
  const follows = (effects: readonly Effect[] | undefined, where: string) => {
    for (const effect of effects ?? []) {
      if (effect.kind === 'credit') needs(effect.parameter, where);
      else if (effect.kind === 'open-case' && !kinds.has(effect.case))
        problems.push(`${where} opens unknown case ${effect.case}`);
    }
  };
  named(kind.opening.to, 'opening');
  dates(kind.opening.deadline, 'opening');
  for (const [key, action] of Object.entries(kind.actions)) {
    for (const state of [...action.from, ...(action.to === null ? [] : [action.to])]) named(state, key);
    for (const other of action.notBy ?? []) {
      if (other !== 'open' && kind.actions[other] === undefined)
        problems.push(`${key} excludes unknown action ${other}`);
    }
    for (const field of action.clears ?? []) {
      if (kind.fields[field] === undefined) problems.push(`${key} clears unknown field ${field}`);
    }
    if (action.sides.length === 0 && action.automatic !== true) problems.push(`${key} can be done by nobody`);
    if (action.atMost !== undefined) needs(action.atMost.parameter, key);
    dates(action.deadline, key);
    follows(action.effects, key);
  }
  for (const rung of kind.overdue) {
    needs(rung.parameter, 'overdue');
    follows(rung.effects, 'overdue');
    problems.push(...costs(kind, rung));
  }
  for (const [key, state] of Object.entries(kind.states))
    if (state.desk !== undefined && kind.fields[state.desk] === undefined)
      problems.push(`${key} has unknown desk ${state.desk}`);
  const reached = new Set(
    diagramOf(kind)
      .edges.map((edge) => edge.to)
      .concat(kind.opening.to),
  );
  for (const state of states) if (!reached.has(state)) problems.push(`state ${state} is never reached`);
  for (const state of states) {
    const leaves = Object.values(kind.actions).some((action) => action.to !== null && action.from.includes(state));
    if (kind.states[state]?.end === undefined && !leaves) problems.push(`state ${state} is never left`);
  }
  if (!states.some((state) => kind.states[state]?.end === 'closed')) problems.push('no state ends it well');
  if (kind.levelField !== undefined && kind.fields[kind.levelField]?.kind !== 'level')
    problems.push('levelField is no level');
  return problems;
}
