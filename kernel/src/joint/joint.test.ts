import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined, sharesOf, type Group, type MajorRisk } from './index.ts';

const A = 'cn.36.11.02.';
const B = 'cn.36.11.03.';
const C = 'cn.36.11.04.';
const risk: MajorRisk = { id: 'r', regionPath: `${A}001.`, organisationId: 'firm', sector: 'fireworks' };
const group = (members: Group['members'], trade: string | null = null): Group => ({
  id: 'g',
  name: '组',
  trade,
  members,
});

describe('who comes to see a major risk', () => {
  it('is a neighbour within reach of its border, never the place itself [S65.1]', () => {
    const borders = [
      { regionPath: A, metres: 0 },
      { regionPath: B, metres: 4999 },
      { regionPath: C, metres: 5001 },
    ];
    expect(sharesOf(risk, borders, 5000, [])).toEqual([
      { risk: 'r', regionPath: B, organisationId: null, via: 'border', groupId: null, groupName: null, metres: 4999 },
    ]);
  });

  it('is every other member of a group one of whose members owns it, of the group’s trade [S65.1]', () => {
    const members = [
      { regionPath: A, organisationId: null },
      { regionPath: B, organisationId: null },
      { regionPath: `${C}001.`, organisationId: 'other' },
    ];
    const who = (groups: Group[]) =>
      sharesOf(risk, [], 5000, groups).map((one) => one.organisationId ?? one.regionPath);
    expect(who([group(members)])).toEqual([B, 'other']);
    expect(who([group(members, 'fireworks')])).toEqual([B, 'other']);
    expect(who([group(members, 'port')])).toEqual([]);
    expect(who([group(members.slice(1))])).toEqual([]);
    expect(who([group([{ regionPath: `${A}001.`, organisationId: 'firm' }, members[2]!])])).toEqual(['other']);
  });

  it('is nobody twice and never the owner, whatever the borders and groups', () => {
    const path = fc.constantFrom(A, B, C, `${A}001.`, `${C}001.`);
    const member = fc.record({ regionPath: path, organisationId: fc.constantFrom(null, 'firm', 'other') });
    fc.assert(
      fc.property(
        fc.array(fc.record({ regionPath: path, metres: fc.nat(20_000) })),
        fc.nat(20_000),
        fc.array(fc.array(member).map((members) => group(members))),
        (borders, reach, groups) => {
          const shares = sharesOf(risk, borders, reach, groups);
          const keys = shares.map((one) => `${one.regionPath} ${one.organisationId ?? ''}`);
          expect(new Set(keys).size).toBe(keys.length);
          for (const share of shares) {
            expect(share.organisationId).not.toBe('firm');
            if (share.organisationId === null) expect(risk.regionPath.startsWith(share.regionPath)).toBe(false);
            if (share.via === 'border') expect(share.metres).toBeLessThanOrEqual(reach);
          }
        },
      ),
    );
  });

  it('counts a membership on its first and last day', () => {
    const span = { from: '2026-03-01', to: '2026-03-31' };
    expect(['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map((day) => joined(span, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
