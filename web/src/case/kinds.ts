import { clockRuns, type CaseKind, type CaseView } from '@anlan/kernel/case';
import type { Parameter } from '@anlan/kernel/parameter';
import type { System } from '@anlan/kernel/system';
import { SYSTEMS } from '@anlan/systems';
import type { WorkState } from '../parts/index.ts';

/** Every declared kind of case, in the order of the systems. */
export const KINDS: readonly CaseKind[] = SYSTEMS.flatMap((system) => system.cases ?? []);
const PARAMETERS: readonly Parameter[] = SYSTEMS.flatMap((system) => system.parameters ?? []);

export function kindByKey(key: string | undefined): CaseKind | undefined {
  return KINDS.find((kind) => kind.key === key);
}

export function systemOfKind(kind: CaseKind): System | undefined {
  return SYSTEMS.find((system) => system.cases?.includes(kind));
}

export function parameterByKey(key: string): Parameter | undefined {
  return PARAMETERS.find((parameter) => parameter.key === key);
}

/** The page of one case. */
export function caseHref(id: string): string {
  return `/case/${id}`;
}

/** The general look of a state of work: lateness first, then whether somebody still has to begin. */
export function workState(view: Pick<CaseView, 'kind' | 'state' | 'overdueSince'>): WorkState {
  const kind = kindByKey(view.kind);
  const end = kind?.states[view.state]?.end;
  if (end !== undefined) return end === 'closed' ? 'done' : 'draft';
  if (view.overdueSince !== null && kind !== undefined && clockRuns(kind, view)) return 'late';
  return view.state === kind?.opening.to ? 'wait' : 'doing';
}

/** States of a kind in declared order: those still open, and the ends. */
export function statesOf(kind: CaseKind): { readonly open: readonly string[]; readonly ends: readonly string[] } {
  const keys = Object.keys(kind.states);
  const ended = (key: string) => kind.states[key]?.end !== undefined;
  return { open: keys.filter((key) => !ended(key)), ends: keys.filter(ended) };
}
