import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHECK_TIERS,
  generate,
  ITEM_USES,
  itemContentSchema,
  nextOpening,
  planSchema,
  scoreOf,
  slotsBetween,
  type CheckPlan,
  type Item,
} from './index.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(`${text}+08:00`);
const PLAN: CheckPlan = {
  shifts: [
    { name: '白班', from: '08:00', to: '20:00' },
    { name: '夜班', from: '20:00', to: '08:00' },
  ],
  departments: ['生产部'],
  manager: true,
  daysOff: true,
  paused: false,
};
const sectors = ['hazchem-production', 'machinery'];
const item = fc.record({
  id: fc.uuid(),
  code: fc.stringMatching(/^[A-Z]{2}-\d{3}$/),
  from: fc.integer({ min: 1, max: 4 }),
  to: fc.option(fc.integer({ min: 5, max: 8 })),
  uses: fc.subarray([...ITEM_USES], { minLength: 1 }),
  tiers: fc.subarray([...CHECK_TIERS]),
  sectors: fc.subarray(sectors),
});
const BASE = { title: '出口畅通', class: 'place', level: 'orange', grade: 'general' } as const;

describe('three lists from one master', () => {
  it('hold exactly the items of the master that belong, whatever the use, trade and round', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        fc.option(fc.constantFrom(...sectors)),
        (rows, version, sector) => {
          const master = rows as unknown as Item[];
          for (const use of ITEM_USES) {
            const list = generate(master, { use, sector, tier: null }, version);
            for (const one of list) {
              expect(master).toContain(one);
              expect(one.uses).toContain(use);
              expect(one.from <= version && (one.to === null || one.to > version)).toBe(true);
            }
            const wanted = master.filter(
              (one) =>
                one.uses.includes(use) &&
                one.from <= version &&
                (one.to ?? Infinity) > version &&
                (one.sectors.length === 0 || (sector !== null && one.sectors.includes(sector))),
            );
            expect(list).toHaveLength(wanted.length);
          }
        },
      ),
    );
  });

  it('refuse an item that the use cannot do without: a round, an element, what is read', () => {
    const problem = (more: object) => itemContentSchema.safeParse({ ...BASE, ...more }).error?.issues[0]?.message;
    expect(problem({ uses: ['self'], tiers: ['shift'] })).toBeUndefined();
    expect(problem({ uses: ['self'] })).toContain('排查层级');
    expect(problem({ uses: ['standard'] })).toContain('要素');
    expect(problem({ uses: ['enforcement'], valueMax: 9 })).toContain('读什么数');
    expect(problem({ uses: [] })).toContain('至少一种用途');
  });
});

describe('the score of standardisation', () => {
  it('is what was reached of what applies [S97.2]', () => {
    const rows = [
      { weight: 10, result: 'ok' },
      { weight: 30, result: 'bad' },
      { weight: 60, result: 'na' },
      { weight: null, result: 'ok' },
    ] as const;
    expect(scoreOf(rows)).toBe(25);
    expect(scoreOf([{ weight: 5, result: 'na' }])).toBeNull();
  });
});

describe('rounds by the calendar', () => {
  it('open each shift, each Monday and each first of the month in Shanghai time; a night shift ends on the next day', () => {
    // 2026-06-01 is a Monday.
    const slots = slotsBetween(PLAN, at('2026-05-31T23:59:00'), at('2026-06-01T23:00:00'));
    expect(slots.map(({ tier, unit, period }) => [tier, unit, period])).toEqual([
      ['department', '生产部', '2026-06-01'],
      ['manager', null, '2026-06'],
      ['shift', '白班', '2026-06-01'],
      ['shift', '夜班', '2026-06-01'],
    ]);
    expect(slots.map(({ dueAt }) => dueAt)).toEqual([
      at('2026-06-08T00:00:00') - 1,
      at('2026-07-01T00:00:00') - 1,
      at('2026-06-01T20:00:00'),
      at('2026-06-02T08:00:00'),
    ]);
  });

  it('rest on days off where the enterprise does', () => {
    const plan = { ...PLAN, daysOff: false, departments: [], manager: false };
    // 2026-06-06 is a Saturday.
    expect(slotsBetween(plan, at('2026-06-06T00:00:00') - 1, at('2026-06-07T23:59:00'))).toEqual([]);
    expect(nextOpening(plan, at('2026-06-05T21:00:00'))).toBe(at('2026-06-08T08:00:00'));
    expect(nextOpening({ ...plan, paused: true }, at('2026-06-05T21:00:00'))).toBeNull();
  });

  it('asked in pieces give the same rounds as asked at once, none twice', () => {
    const start = at('2026-03-01T00:00:00');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 * 24 }), { maxLength: 12 }), (hours) => {
        const cuts = [0, ...new Set(hours)].sort((a, b) => a - b).map((hour) => start + hour * HOUR);
        const pieces = cuts.slice(1).flatMap((cut, index) => slotsBetween(PLAN, cuts[index]!, cut));
        expect(pieces).toEqual(slotsBetween(PLAN, start, cuts.at(-1)!));
        const keys = pieces.map(({ tier, unit, period }) => `${tier} ${unit} ${period}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 60 },
    );
  });

  it('refuse two shifts of one name', () => {
    const [day] = PLAN.shifts;
    expect(planSchema.safeParse({ ...PLAN, shifts: [day, day] }).success).toBe(false);
  });
});
