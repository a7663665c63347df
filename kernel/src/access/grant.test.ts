import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCommission,
  checkDelegation,
  clashOf,
  isLive,
  officeOf,
  OFFICES,
  overlaps,
  ROLES,
  scopeWithin,
  covers,
  spanWithin,
  verbsOf,
  type Grant,
  type Scope,
} from './index.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);
const span = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }))
  .map(([from, length]) => ({ from, to: length === null ? null : from + length }));
const role = fc.constantFrom(...ROLES.map(({ key }) => key));
const grant = (over: Partial<Grant> = {}): Grant => ({
  id: 'g',
  personId: 'a',
  role: 'inspector',
  scope: { kind: 'region', path: 'cn.36.11.02.' },
  origin: 'post',
  verbs: null,
  from: NOW - DAY,
  to: null,
  ...over,
});

describe('spans of time', () => {
  it('overlap exactly where some moment lies in both', () => {
    fc.assert(
      fc.property(span, span, (a, b) => {
        const shared = Array.from({ length: 130 }, (_, at) => at).some((at) => isLive(a, at) && isLive(b, at));
        expect(overlaps(a, b)).toBe(shared);
        expect(overlaps(b, a)).toBe(shared);
      }),
    );
  });

  it('lie within another exactly where each of their moments does', () => {
    fc.assert(
      fc.property(span, span, (inner, outer) => {
        const all = Array.from({ length: 130 }, (_, at) => at).every((at) => !isLive(inner, at) || isLive(outer, at));
        expect(spanWithin(inner, outer)).toBe(all);
      }),
    );
  });
});

describe('three separated administrators', () => {
  it('nobody holds two offices at one moment, whatever is granted in whatever order', () => {
    const grants = fc.array(fc.tuple(role, span), { maxLength: 12 });
    fc.assert(
      fc.property(grants, (wishes) => {
        const held: { role: string; from: number; to: number | null }[] = [];
        for (const [key, when] of wishes) {
          const next = { role: key, ...when };
          if (clashOf(held, next) === undefined) held.push(next);
        }
        for (let at = 0; at < 130; at++) {
          const offices = new Set(held.filter((one) => isLive(one, at)).map((one) => officeOf(one.role)));
          expect(offices.size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('lets one person hold several business roles, and offices one after the other', () => {
    const held = [{ role: 'inspector', from: 0, to: 10 }];
    expect(clashOf(held, { role: 'leader', from: 5, to: null })).toBeUndefined();
    expect(clashOf(held, { role: 'audit-administrator', from: 10, to: null })).toBeUndefined();
    expect(clashOf(held, { role: 'audit-administrator', from: 9, to: null })).toBe(held[0]);
  });
});

describe('a scope within another', () => {
  const scope: fc.Arbitrary<Scope> = fc.oneof(
    fc.record({
      kind: fc.constant('region' as const),
      path: fc.constantFrom('cn.', 'cn.36.', 'cn.36.1.', 'cn.36.11.'),
      sectors: fc.subarray(['port', 'mine', 'fireworks']),
    }),
    fc.record({ kind: fc.constant('organisation' as const), organisationId: fc.constantFrom('a', 'b') }),
    fc.constant({ kind: 'all' as const }),
  );

  it('covers no place that the other does not', () => {
    const place = fc.record({
      regionPath: fc.constantFrom('cn.', 'cn.36.', 'cn.36.1.', 'cn.36.11.02.', 'cn.50.'),
      organisationId: fc.constantFrom('a', 'b', null),
      sector: fc.constantFrom('port', 'mine', null),
    });
    fc.assert(
      fc.property(scope, scope, place, (inner, outer, where) => {
        if (scopeWithin(inner, outer) && covers(inner, where)) expect(covers(outer, where)).toBe(true);
      }),
    );
  });
});

describe('what is handed on', () => {
  const handing = (source: Grant, to: number | null = NOW + 5 * DAY) => ({
    source,
    personId: 'b',
    span: { from: NOW, to },
    at: NOW,
    longestDays: 31,
  });

  it.each([
    ['a whole grant for five days', handing(grant()), undefined],
    ['one that has ended', handing(grant({ to: NOW })), 'grant-ended'],
    ['one that was delegated', handing(grant({ origin: 'delegation' })), 'not-delegable'],
    ['one that was commissioned', handing(grant({ origin: 'commission' })), 'not-delegable'],
    ['an administrator’s', handing(grant({ role: 'security-administrator' })), 'not-delegable'],
    ['to oneself', { ...handing(grant()), personId: 'a' }, 'grant-self'],
    ['without an end', handing(grant(), null), 'field-required'],
    ['for too long', handing(grant(), NOW + 32 * DAY), 'grant-too-long'],
    ['beyond its own end', handing(grant({ to: NOW + 2 * DAY })), 'grant-beyond'],
    ['into the past', handing(grant(), NOW - 1), 'field-invalid'],
  ])('代理: %s', (_, wish, refused) => {
    expect(checkDelegation(wish)?.refused).toBe(refused);
  });

  it.each([
    ['some of its matters', { verbs: ['case.verify'] }, undefined],
    ['a part of its place', { scope: { kind: 'region', path: 'cn.36.11.02.001.' } }, undefined],
    ['matters it has not', { verbs: ['case.verify', 'people.write'] }, 'grant-beyond'],
    ['no matter at all', { verbs: [] }, 'field-required'],
    ['a wider place', { scope: { kind: 'region', path: 'cn.36.11.' } }, 'grant-beyond'],
    ['everything', { scope: { kind: 'all' } }, 'grant-beyond'],
  ] as const)('代理 of a part: %s', (_, part, refused) => {
    expect(checkDelegation({ ...handing(grant()), ...part })?.refused).toBe(refused);
  });

  it('委托执法: never more than the commissioning person’s own verbs and scope', () => {
    const verbs = fc.subarray(['registry.read', 'case.verify', 'people.write', 'audit.read', 'alarm.read']);
    const path = fc.constantFrom('cn.36.11.02.001.', 'cn.36.11.02.', 'cn.36.11.', 'cn.50.');
    fc.assert(
      fc.property(verbs, path, (named, where) => {
        const source = grant();
        const refused = checkCommission({
          ...handing(source),
          verbs: named,
          scope: { kind: 'region', path: where },
        });
        const own = verbsOf(source) as readonly string[];
        const fits = named.length > 0 && named.every((verb) => own.includes(verb)) && where.startsWith('cn.36.11.02.');
        expect(refused === undefined).toBe(fits);
      }),
    );
  });

  it('the offices are those of the three administrators', () => {
    expect(ROLES.filter(({ key }) => OFFICES.includes(key)).map(({ key }) => key)).toEqual(OFFICES);
  });
});
