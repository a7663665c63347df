import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barsPenalty,
  covers,
  may,
  mostPenaltyOf,
  roleOf,
  ROLES,
  scopeRange,
  VERBS,
  type Scope,
  type Verb,
} from './index.ts';

const segment = fc.oneof(
  fc.constantFrom('cn', '36', '11', '02', '001', '0', '00', '-', '_', 'zz'),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,4}$/),
);
const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => `${parts.join('.')}.`);
const inBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('the region scope', () => {
  it('covers exactly the half-open range of paths in byte order, as the database asks it', () => {
    const near = fc
      .tuple(path, path, fc.boolean())
      .map(([at, more, under]) => ({ at, place: under ? at + more : more }));
    fc.assert(
      fc.property(near, ({ at, place }) => {
        const { from, to } = scopeRange(at);
        const inRange = inBytes(place, from) >= 0 && inBytes(place, to) < 0;
        expect(covers({ kind: 'region', path: at }, { regionPath: place, organisationId: null })).toBe(inRange);
      }),
      { numRuns: 2000 },
    );
  });

  it('reaches its own place and all below, and neither above nor beside', () => {
    const scope: Scope = { kind: 'region', path: 'cn.36.1.' };
    const covered = (regionPath: string) => covers(scope, { regionPath, organisationId: null });
    expect(['cn.36.1.', 'cn.36.1.02.', 'cn.36.', 'cn.36.11.', 'cn.36.1', 'cn.36.2.'].map(covered)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('wants a path that ends at a dot: half a name is no place', () => {
    expect(() => scopeRange('cn.36')).toThrow('cn.36');
  });

  it('narrows to its sectors; a row of no sector belongs to none, and no sectors named means all', () => {
    const covered = (sectors: string[] | undefined, sector: string | null) =>
      covers(
        { kind: 'region', path: 'cn.', ...(sectors === undefined ? {} : { sectors }) },
        { regionPath: 'cn.36.', organisationId: null, sector },
      );
    expect(covered(['port', 'chemical'], 'port')).toBe(true);
    expect(covered(['port'], 'chemical')).toBe(false);
    expect(covered(['port'], null)).toBe(false);
    expect(covered(undefined, null)).toBe(true);
    expect(covered([], 'port')).toBe(true);
  });
});

describe('the other scopes', () => {
  it('are one organisation’s own, and everything', () => {
    const place = { regionPath: 'cn.36.', organisationId: 'a' };
    expect(covers({ kind: 'organisation', organisationId: 'a' }, place)).toBe(true);
    expect(covers({ kind: 'organisation', organisationId: 'b' }, place)).toBe(false);
    expect(covers({ kind: 'organisation', organisationId: 'a' }, { ...place, organisationId: null })).toBe(false);
    expect(covers({ kind: 'all' }, place)).toBe(true);
  });
});

describe('fines under a commission', () => {
  it('are up to what it names, none where it names none, and without limit for a post', () => {
    const commissioned = { origin: 'commission', limits: { document: '3 号', penaltyYuan: 4000 } } as const;
    expect(mostPenaltyOf(commissioned)).toBe(4000);
    expect(mostPenaltyOf({ origin: 'commission', limits: { document: '3 号' } })).toBe(0);
    expect(mostPenaltyOf({ origin: 'post' })).toBeUndefined();
    expect(barsPenalty(4000, 4000, 'fine')).toBeUndefined();
    expect(barsPenalty(4000, 4000.01, 'fine')).toMatchObject({ refused: 'penalty-beyond', field: 'fine' });
    expect(barsPenalty(0, 1, 'fine')).toMatchObject({ refused: 'penalty-none', field: 'fine' });
    expect(barsPenalty(0, 0, 'fine')).toBeUndefined();
  });
});

describe('roles', () => {
  const holders = (verb: Verb) => ROLES.filter(({ verbs }) => verbs.includes(verb)).map(({ key }) => key);
  const administrators = ROLES.filter(({ key }) => key.endsWith('-administrator'));

  it('separates the three administrators: no verb in common, and none about alarms', () => {
    expect(administrators.map(({ key }) => key)).toEqual([
      'system-administrator',
      'security-administrator',
      'audit-administrator',
    ]);
    const verbs = administrators.flatMap((role) => role.verbs);
    expect(new Set(verbs).size).toBe(verbs.length);
    expect(
      verbs.filter((verb) => verb.startsWith('alarm.') || verb === 'desk.write' || verb === 'device.command'),
    ).toEqual([]);
  });

  it('gives people, parameters and the audit to one role each, and those to administrators', () => {
    expect(holders('people.write')).toEqual(['security-administrator']);
    expect(holders('parameter.write')).toEqual(['system-administrator']);
    expect(holders('audit.read')).toEqual(['audit-administrator']);
  });

  it('lets whoever acts on alarms read them, and leaves no verb without a holder', () => {
    for (const { key, verbs } of ROLES) {
      if (verbs.some((verb) => verb.startsWith('alarm.'))) expect(verbs, key).toContain('alarm.read');
    }
    for (const verb of Object.keys(VERBS) as Verb[]) expect(holders(verb), verb).not.toEqual([]);
  });

  it('names every verb and role in official Chinese and in English', () => {
    for (const { label, labelEn } of [...Object.values(VERBS), ...ROLES]) {
      expect(label, labelEn).toMatch(/[\u4e00-\u9fff]/u);
      expect(labelEn, label).toMatch(/^[A-Z][ -~]+$/);
    }
    const english = Object.values(VERBS).map(({ labelEn }) => labelEn);
    expect(new Set(english).size).toBe(english.length);
  });

  it('are told apart by key and mark', () => {
    expect(new Set(ROLES.map(({ key }) => key)).size).toBe(ROLES.length);
    expect(new Set(ROLES.map(({ mark }) => mark)).size).toBe(ROLES.length);
    expect(roleOf('leader')?.label).toBe('市领导');
  });

  it('decide what an actor may do; an unknown role may nothing', () => {
    expect(may({ role: 'duty-officer' }, 'alarm.close')).toBe(true);
    expect(may({ role: 'commander' }, 'alarm.acknowledge')).toBe(false);
    expect(may({ role: 'nobody' }, 'registry.read')).toBe(false);
  });
});
