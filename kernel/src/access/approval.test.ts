import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approvalStateAt,
  APPROVERS,
  checkApprover,
  checkWithdrawal,
  holdsPlaces,
  isAdministrators,
  OFFICES,
  ROLES,
  type Approval,
  type Scope,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 23);
const asked = (over: Partial<Approval> = {}): Approval => ({
  state: 'waiting',
  expiresAt: NOW + 1000,
  askedBy: 'security',
  personId: 'auditor',
  places: ['cn.36.11.02.'],
  ...over,
});
const region = (path: string): Scope => ({ kind: 'region', path });
const system = { personId: 'system', role: 'system-administrator', scope: region('cn.36.11.02.') };

describe('who approves what was asked about an administrator’s account', () => {
  it.each([
    ['a system administrator of the same place', {}, {}, undefined],
    ['one of a wider place', {}, { scope: region('cn.36.11.') }, undefined],
    ['another security administrator', {}, { role: 'security-administrator' }, undefined],
    ['one over everything', { places: ['', 'cn.50.'] }, { scope: { kind: 'all' } as const }, undefined],
    ['whoever asked, also under another role', { askedBy: 'system' }, {}, 'approval-own'],
    ['whose account it is', { personId: 'system' }, {}, 'approval-subject'],
    ['the audit administrator', {}, { role: 'audit-administrator' }, 'approval-office'],
    ['somebody of the business', {}, { role: 'leader' }, 'approval-office'],
    ['an administrator of a narrower place', { places: ['cn.36.11.'] }, {}, 'approval-office'],
    ['of one of two places only', { places: ['cn.36.11.02.', 'cn.36.11.'] }, {}, 'approval-office'],
    ['of an enterprise', {}, { scope: { kind: 'organisation', organisationId: 'a' } as const }, 'approval-office'],
    ['of a region, for everything', { places: [''] }, { scope: region('cn.') }, 'approval-office'],
    ['anybody, too late', { expiresAt: NOW }, {}, 'approval-over'],
    ['anybody, after it was withdrawn', { state: 'withdrawn' } as const, {}, 'approval-over'],
    ['anybody, a second time', { state: 'approved' } as const, {}, 'approval-over'],
  ])('%s', (_, request, approver, refused) => {
    expect(checkApprover(asked(request), { ...system, ...approver }, NOW)?.refused).toBe(refused);
  });

  it('never one person for both sides, whatever roles and places they hold', () => {
    const id = fc.constantFrom('a', 'b', 'c');
    const path = fc.constantFrom('cn.', 'cn.36.', 'cn.36.11.', 'cn.50.');
    const role = fc.constantFrom(...ROLES.map(({ key }) => key));
    fc.assert(
      fc.property(
        id,
        fc.option(id, { nil: null }),
        id,
        role,
        path,
        path,
        (askedBy, personId, who, key, theirs, place) => {
          const answer = checkApprover(
            asked({ askedBy, personId, places: [place] }),
            { personId: who, role: key, scope: region(theirs) },
            NOW,
          );
          const may = who !== askedBy && who !== personId && APPROVERS.includes(key) && place.startsWith(theirs);
          expect(answer === undefined).toBe(may);
        },
      ),
    );
  });

  it('is taken back only by whoever asked, and only while it waits', () => {
    expect(checkWithdrawal(asked(), 'security', NOW)).toBeUndefined();
    expect(checkWithdrawal(asked(), 'system', NOW)?.refused).toBe('not-found');
    expect(checkWithdrawal(asked({ state: 'refused' }), 'security', NOW)?.refused).toBe('approval-over');
    expect(approvalStateAt(asked({ expiresAt: NOW }), NOW)).toBe('expired');
    expect(approvalStateAt(asked({ state: 'approved', expiresAt: 0 }), NOW)).toBe('approved');
  });
});

describe('an administrator’s account', () => {
  it('is one that holds an office now or later; not one whose office is over', () => {
    for (const role of OFFICES) {
      expect(isAdministrators([{ role, to: null }], NOW)).toBe(true);
      expect(isAdministrators([{ role, to: NOW + 1 }], NOW)).toBe(true);
      expect(isAdministrators([{ role, to: NOW }], NOW)).toBe(false);
    }
    expect(isAdministrators([{ role: 'leader', to: null }], NOW)).toBe(false);
  });

  it('belongs to a place, or to everything', () => {
    expect(holdsPlaces({ kind: 'participant', personId: 'a' }, ['cn.'])).toBe(false);
    expect(holdsPlaces(region('cn.36.'), ['cn.36.11.', 'cn.36.'])).toBe(true);
    expect(holdsPlaces(region('cn.36.'), ['cn.3.'])).toBe(false);
  });
});
