import { describe, expect, it } from 'vitest';
import { CHECKS, checkWaybill, findingInEnglish, type BillFacts } from './index.ts';

const START = Date.UTC(2026, 2, 18, 2);
const HOUR = 3_600_000;
const good: BillFacts = {
  goodsClass: '3',
  quantity: 20,
  start: START,
  end: START + 6 * HOUR,
  today: '2026-03-18',
  licence: { number: '1', validUntil: '2027-01-01', classes: ['3'] },
  driver: {
    number: '2',
    validUntil: '2027-01-01',
    classes: ['3'],
    name: 'Zhang San',
    kind: 'driver',
    sameEnterprise: true,
  },
  escort: {
    number: '3',
    validUntil: '2027-01-01',
    classes: ['3'],
    name: 'Li Si',
    kind: 'escort',
    sameEnterprise: true,
  },
  vehicle: {
    category: 'dangerous-goods',
    sameEnterprise: true,
    classes: ['3'],
    load: 30,
    inspectionUntil: '2027-01-01',
    suspended: false,
    terminal: true,
    shutoff: true,
    tank: true,
  },
  overlapping: [],
  route: { name: 'G60', validTo: null, categories: [], crosses: [] },
};
const vehicle = (members: Partial<BillFacts['vehicle']>): BillFacts => ({
  ...good,
  vehicle: { ...good.vehicle, ...members },
});
const old = { validUntil: '2026-01-01' };
const unknown = { validUntil: null };
const other = { classes: ['8'] };
const none = { classes: [] };

/** Every way in which a waybill may be wrong. */
const WRONG: readonly BillFacts[] = [
  ...[
    undefined,
    { ...good.licence!, ...old },
    { ...good.licence!, ...unknown },
    { ...good.licence!, ...other },
    { ...good.licence!, ...none },
  ].map((licence) => ({ ...good, licence })),
  ...[
    undefined,
    { ...good.driver!, kind: 'escort' },
    { ...good.driver!, sameEnterprise: false },
    { ...good.driver!, ...old },
    { ...good.driver!, ...other },
  ].map((driver) => ({ ...good, driver })),
  ...[undefined, { ...good.escort!, kind: 'driver' }, { ...good.escort!, ...unknown }].map((escort) => ({
    ...good,
    escort,
  })),
  vehicle({ category: 'bus' }),
  vehicle({ sameEnterprise: false }),
  vehicle({ suspended: true }),
  vehicle({ inspectionUntil: null }),
  vehicle({ inspectionUntil: '2026-01-01' }),
  vehicle({ classes: ['8'] }),
  vehicle({ classes: [] }),
  vehicle({ load: null }),
  vehicle({ load: 10 }),
  vehicle({ terminal: false }),
  vehicle({ shutoff: null }),
  { ...good, overlapping: ['YD1', 'YD2'] },
  { ...good, route: undefined },
  { ...good, route: { ...good.route!, validTo: '2026-01-01' } },
  { ...good, route: { ...good.route!, crosses: [{ name: 'Old town', periods: [] }] } },
  { ...good, end: START - 1 },
  { ...good, end: START + 80 * HOUR },
];

describe('the findings of a waybill in English', () => {
  it('are said without a Chinese character, whatever is wrong, and each check is among them', () => {
    expect(checkWaybill(good)).toEqual([]);
    const findings = WRONG.flatMap(checkWaybill);
    expect(findings.length).toBeGreaterThanOrEqual(WRONG.length);
    expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(CHECKS.map(({ key }) => key)));
    const left = findings.map(findingInEnglish).filter((said) => /\p{Script=Han}/u.test(Object.values(said).join()));
    expect(left).toEqual([]);
  });

  it('keep names and numbers, and what a check that is no more once found', () => {
    const [load] = checkWaybill(vehicle({ load: 10 }));
    expect(findingInEnglish(load!)).toMatchObject({ label: 'Load', text: 'loaded with 20 t, rated for 10 t' });
    expect(findingInEnglish({ check: 'gone', label: '旧检查', text: '旧话', clause: '旧条' })).toEqual({
      label: '旧检查',
      text: '旧话',
      clause: '旧条',
    });
  });
});
