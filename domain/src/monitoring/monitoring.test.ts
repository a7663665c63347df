import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../working/index.ts';
import {
  coachSpeedAtNight,
  combustibleAlarm,
  confinedEntry,
  fatigue,
  fatigueOfTotal,
  lineAlarm,
  isMineGas,
  methane,
  METHANE_PLACES,
  mineGasAlarm,
  monitorsNeeded,
  oxygenAlarm,
  pondGrade,
  pondKeeps,
  pondWarning,
  tankState,
  toxicAlarm,
  toxicAlarmByIdlh,
  windAllowed,
} from './index.ts';

const resultOf = <R>(answer: Answer<R>): R | undefined => (answer.ok ? answer.result : undefined);
const alarmOf = (answer: ReturnType<typeof oxygenAlarm>) => resultOf(answer)?.alarm;

describe('gas detectors (GB/T 50493-2019)', () => {
  it.each([
    [24.9, null],
    [25, '一级'],
    [49.9, '一级'],
    [50, '二级'],
  ])('%d %%LEL: %s', (reading, alarm) => {
    expect(alarmOf(combustibleAlarm(reading))).toBe(alarm);
  });

  it.each([
    [19.9, null],
    [20, '一级'],
    [39.9, '一级'],
    [40, '二级'],
  ])('ammonia %d mg/m³ of 20: %s', (reading, alarm) => {
    expect(alarmOf(toxicAlarm(reading, 20))).toBe(alarm);
  });

  it.each([
    [19.4, '欠氧'],
    [19.5, '欠氧'],
    [20.9, null],
    [23.4, null],
    [23.5, '过氧'],
  ])('oxygen %d %%: %s', (reading, alarm) => {
    expect(alarmOf(oxygenAlarm(reading))).toBe(alarm);
  });

  it('watches lines and, where a detector is too coarse, the IDLH', () => {
    expect([0.9, 1, 2].map((reading) => alarmOf(lineAlarm(reading)))).toEqual([null, '一级', '二级']);
    expect([14, 15, 30].map((reading) => alarmOf(toxicAlarmByIdlh(reading, 300)))).toEqual([null, '一级', '二级']);
  });

  it('refuses negative readings, no limit and more oxygen than air', () => {
    expect([combustibleAlarm(-1), toxicAlarm(1, 0), oxygenAlarm(101)].map(({ ok }) => ok)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('confined space (GB 30871-2022)', () => {
  const air = {
    oxygen: 20.9,
    combustible: { percent: 0.2, lel: 2 },
    toxic: [{ name: '硫化氢', concentration: 10, limit: 10 }],
    testedMinutesAgo: 30,
  };

  it('may be entered at the limits', () => {
    expect(resultOf(confinedEntry(air))).toEqual({ allowed: true, because: [] });
  });

  it('names everything that forbids entry', () => {
    const bad = {
      oxygen: 19.4,
      combustible: { percent: 0.6, lel: 5 },
      toxic: [{ name: '硫化氢', concentration: 11, limit: 10 }],
      testedMinutesAgo: 31,
    };
    expect(resultOf(confinedEntry(bad))?.because).toHaveLength(4);
    expect(resultOf(confinedEntry({ ...air, combustible: { percent: 0.3, lel: 2 } }))?.allowed).toBe(false);
  });
});

describe('methane in coal mines', () => {
  it.each([
    ['采煤工作面', 0.99, false, false, true],
    ['采煤工作面', 1, true, false, false],
    ['采煤工作面', 1.5, true, true, false],
    ['采煤工作面回风巷', 1, true, true, false],
    ['上隅角', 1.2, true, false, false],
    ['掘进工作面回风流', 1, true, true, false],
    ['高瓦斯、突出矿井采煤工作面进风巷', 0.5, true, true, false],
    ['一翼回风巷及总回风巷', 0.75, true, false, null],
    ['采区回风巷', 0.99, false, false, true],
  ])('%s at %d %%', (place, percent, alarm, cutoff, mayRestore) => {
    expect(resultOf(methane(place, percent))).toMatchObject({ alarm, cutoff, mayRestore });
  });

  it('knows each place of its table, and never cuts power without alarm nor restores what it cuts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...METHANE_PLACES),
        fc.double({ min: 0, max: 5, noNaN: true }),
        ({ place }, percent) => {
          const state = resultOf(methane(place, percent));
          expect(state).toBeDefined();
          if (state?.cutoff) expect([state.alarm, state.mayRestore]).toEqual([true, false]);
        },
      ),
    );
  });

  it('refuses places it does not know', () => {
    expect(methane('办公楼', 1).ok).toBe(false);
  });
});

describe('driving time', () => {
  it.each([
    [[240], [], false],
    [[241], [], true],
    [[200, 41], [19], true],
    [[200, 200], [20], false],
    [[240, 240], [20], false],
    [[240, 240, 1], [20, 20], true],
  ])('%j with rests %j: %s', (segments, rests, tired) => {
    expect(resultOf(fatigue({ segments, rests }))?.fatigue).toBe(tired);
  });

  it('allows a coach two hours at night', () => {
    expect(resultOf(fatigue({ segments: [121], rests: [], coachAtNight: true }))?.fatigue).toBe(true);
  });

  it('judges a total by its rests of twenty minutes', () => {
    expect(
      [fatigueOfTotal(250, [15]), fatigueOfTotal(250, [20]), fatigueOfTotal(481, [30])].map(
        (answer) => resultOf(answer)?.fatigue,
      ),
    ).toEqual([true, false, true]);
  });

  it('is only ever relieved by rest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 2, maxLength: 4 }), fc.nat(40), (segments, rest) => {
        const rests = segments.slice(1).map(() => rest);
        const more = resultOf(fatigue({ segments, rests: rests.map((value) => value + 20) }));
        const before = resultOf(fatigue({ segments, rests }));
        expect(before?.fatigue === true || more?.fatigue === false).toBe(true);
      }),
    );
  });

  it('slows coaches at night and asks for people at the screens', () => {
    expect(coachSpeedAtNight(100)).toBe(80);
    expect([1, 100, 200, 201].map(monitorsNeeded)).toEqual([2, 2, 2, 3]);
  });
});

describe('tailings ponds (GB 39496-2020)', () => {
  it.each([
    [50_000, 10, 2],
    [1000, 60, 3],
    [999, 59, 4],
    [99, 29, 5],
    [99, 60, 4],
    [1000, 29, 4],
    [10_000, 60, 2],
  ])('%d ×10⁴ m³ and %d m: grade %i', (capacity, height, grade) => {
    expect(resultOf(pondGrade(capacity, height))?.grade).toBe(grade);
  });

  it('keeps freeboard and beach at their limits', () => {
    expect(resultOf(pondKeeps(3, 'upstream', 0.7, 70))).toEqual({ freeboard: true, beach: true });
    expect(resultOf(pondKeeps(3, 'downstream', 0.69, 50))).toEqual({ freeboard: false, beach: true });
  });

  it('warns in four colours', () => {
    expect([59, 60, 80, 90, 100].map((value) => resultOf(pondWarning(value, 100))?.colour)).toEqual([
      null,
      '蓝',
      '黄',
      '橙',
      '红',
    ]);
  });
});

describe('tanks', () => {
  const limits = { highHigh: 90, high: 85, low: 15, lowLow: 10 };

  it.each([
    [90, '高高', true],
    [85, '高', false],
    [50, '正常', false],
    [15, '低', false],
    [10, '低低', true],
  ])('level %d is %s', (level, state, interlock) => {
    expect(resultOf(tankState(level, limits))).toEqual({ state, interlock });
  });

  it('refuses limits out of order', () => {
    expect(tankState(50, { high: 90, highHigh: 85 }).ok).toBe(false);
  });
});

it('knows the wind of roadways', () => {
  expect([windAllowed('掘进中的岩巷', 0.15), windAllowed('采煤工作面', 4.1), windAllowed('地铁', 1)]).toEqual([
    true,
    false,
    undefined,
  ]);
});

it('alarms at the limits of mine air', () => {
  expect([0.0023, 0.0024].map((percent) => resultOf(mineGasAlarm('CO', percent))?.alarm)).toEqual([false, true]);
  expect([isMineGas('H2S'), isMineGas('CH4')]).toEqual([true, false]);
  expect(mineGasAlarm('CO', -1).ok).toBe(false);
});
