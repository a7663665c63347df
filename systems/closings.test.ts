import { describe, expect, it } from 'vitest';
import type { Action, CaseKind } from '@anlan/kernel/case';
import { SYSTEMS } from './index.ts';

const kinds = SYSTEMS.flatMap(({ cases = [] }) => cases);

/** States that can be reached without any evidence. */
function bareStates(kind: CaseKind): Set<string> {
  const bare = new Set(kind.opening.evidence === undefined ? [kind.opening.to] : []);
  for (let grown = -1; grown !== bare.size;) {
    grown = bare.size;
    for (const { from, to, evidence } of Object.values(kind.actions))
      if (to !== null && evidence === undefined && from.some((state) => bare.has(state))) bare.add(to);
  }
  return bare;
}

/** Acts of people that end a case well. */
function closings(kind: CaseKind): [string, Action][] {
  const ends = (state: string | null) => state !== null && kind.states[state]?.end === 'closed';
  return Object.entries(kind.actions).filter(
    ([, { to, from, automatic }]) => automatic !== true && ends(to) && !from.every((state) => ends(state)),
  );
}

function needsNoEvidence(kind: CaseKind, { evidence, from }: Action): boolean {
  const bare = bareStates(kind);
  return evidence === undefined && from.some((state) => bare.has(state));
}

/** Could one person bring the case to its last step and close it as well? */
function onePerson(kind: CaseKind, { notBy = [], sides, from }: Action): boolean {
  const into = Object.values(kind.actions).filter(
    ({ to, automatic }) => automatic !== true && to !== null && from.includes(to),
  );
  const opening = from.includes(kind.opening.to) ? [kind.opening] : [];
  const before = new Set([...into, ...opening].flatMap((act) => act.sides));
  return notBy.length === 0 && sides.some((side) => before.has(side));
}

/** Ends of another sort than work that is accepted: nothing was put right that a picture could show. */
const BARE: Readonly<Record<string, string>> = {
  'campaign-part.accept': 'the inspections of the task carry their own evidence; the sum is accepted by the issuer',
  'contractor-job.finish': 'the contractor’s work is over; no danger is put right by it',
  'law-review.finish': 'its items are reviewed one by one in the catalogue, and it closes only when none is open',
  'public-report.redirect': 'handed to the department that is competent, not settled',
  'standardisation.decline': 'the evaluation’s score is the ground',
  'suspected-lot.register': 'the place is entered in the register of parking places',
};

const ALONE: Readonly<Record<string, string>> = {
  'contractor-job.finish': 'the enterprise ends its own job; stopping it is the authority’s',
  'law-review.finish': 'an editor’s own list; every change of the catalogue is approved by somebody else',
  'new-technology.revoke': 'takes a permission away at once; granting it needs three people',
  'public-report.redirect': 'handed to the department that is competent, not settled',
  'standardisation-default.lift': 'gives a licence back; taking it needs a second person',
  'standardisation.decline': 'grants nothing',
  'suspected-lot.ban': 'a prohibition on the spot, with its picture; penalties are cases of enforcement',
  'suspected-lot.register': 'the place is entered in the register of parking places',
  'vehicle-violation.close': 'filing away what was handled on evidence; penalties are cases of enforcement',
};

describe('every kind of case', () => {
  const named = kinds.flatMap((kind) =>
    closings(kind).map(([key, action]) => ({ name: `${kind.key}.${key}`, kind, action })),
  );

  it('is closed by acts that are told here', () => expect(named.length).toBeGreaterThan(15));

  it('is closed on evidence, but for what is named here with its reason', () => {
    const bare = named.filter(({ kind, action }) => needsNoEvidence(kind, action)).map(({ name }) => name);
    expect(bare.toSorted()).toEqual(Object.keys(BARE).toSorted());
  });

  it('is closed by a second person, but for what is named here with its reason', () => {
    const alone = named.filter(({ kind, action }) => onePerson(kind, action)).map(({ name }) => name);
    expect(alone.toSorted()).toEqual(Object.keys(ALONE).toSorted());
  });
});
