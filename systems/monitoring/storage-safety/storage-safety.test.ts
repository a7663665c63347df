import { evaluate, FRESH, nextAlarm } from '@anlan/kernel/alarm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkPlace,
  firstOut,
  gapsOf,
  LINK_WINDOW,
  requiredFor,
  REQUIREMENTS,
  SAFETY_DEVICES,
  storageSafety,
  type Place,
} from './index.ts';

const TODAY = '2026-11-22';
const acetoneCyanohydrin: Place = {
  substance: '75-86-5',
  storage: 'atmospheric-tank',
  majorHazard: true,
  grade: 'three',
};
const devices = (place: Place) => requiredFor(place, TODAY).map(({ device }) => device);
const fitted = (...kinds: readonly string[]) =>
  kinds.map((device) => ({ device, state: 'in-service', inspectionDue: '2027-01-01' }));

describe('the requirement matrix', () => {
  it('[S18.1] asks a shut-off of toxic liquid and liquefied gas tanks of a major hazard source, and of no other', () => {
    expect(devices(acetoneCyanohydrin)).toContain('emergency-shut-off');
    expect(devices({ ...acetoneCyanohydrin, majorHazard: false, grade: null })).not.toContain('emergency-shut-off');
    expect(devices({ substance: '7664-41-7', storage: 'pressure-tank', majorHazard: true, grade: 'four' })).toContain(
      'emergency-shut-off',
    );
    expect(
      devices({ substance: '67-56-1', storage: 'atmospheric-tank', majorHazard: true, grade: 'four' }),
    ).not.toContain('emergency-shut-off');
  });

  it('[S18.1] asks the five alarm kinds of a chlorine tank, and pressure control and an arm of filling', () => {
    expect(devices({ substance: '7782-50-5', storage: 'pressure-tank', majorHazard: true, grade: 'one' })).toEqual([
      'level-alarm',
      'temperature-alarm',
      'pressure-alarm',
      'toxic-detector',
      'fire-alarm',
      'emergency-shut-off',
      'sis',
      'absorber',
      'video',
    ]);
    expect(devices({ substance: '68476-85-7', storage: 'filling', majorHazard: false, grade: null })).toEqual([
      'combustible-detector',
      'fire-alarm',
      'pressure-control',
      'universal-arm',
    ]);
  });

  it('[S18.1] is dated data with clauses: before its date a clause asks nothing', () => {
    for (const { clause, from, device } of REQUIREMENTS) {
      expect(clause).not.toBe('');
      expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(SAFETY_DEVICES.some(({ value }) => value === device)).toBe(true);
    }
    expect(requiredFor(acetoneCyanohydrin, '2010-01-01')).toEqual([]);
  });
});

describe('the compliance check', () => {
  it('[S18.5] names the missing shut-off of a toxic-liquid tank and the clause', () => {
    const [gap, ...others] = gapsOf(
      'V-101 丙酮氰醇',
      acetoneCyanohydrin,
      fitted('level-alarm', 'temperature-alarm', 'combustible-detector', 'toxic-detector', 'fire-alarm', 'video'),
      TODAY,
    );
    expect(others).toEqual([]);
    expect(gap).toMatchObject({
      device: 'emergency-shut-off',
      standing: 'missing',
      finding: expect.stringMatching(/V-101 丙酮氰醇：紧急切断装置未安装（.*紧急切断设备/),
    });
  });

  it('[S18.2] tells installed from faulty, removed and overdue', () => {
    const standing = (state: string, inspectionDue: string | null) =>
      checkPlace(acetoneCyanohydrin, [{ device: 'emergency-shut-off', state, inspectionDue }], TODAY).find(
        ({ requirement }) => requirement.device === 'emergency-shut-off',
      )?.standing;
    expect(standing('in-service', null)).toBe('ok');
    expect(standing('in-service', TODAY)).toBe('ok');
    expect(standing('in-service', '2026-11-21')).toBe('overdue');
    expect(standing('faulty', null)).toBe('unusable');
    expect(standing('bypassed', null)).toBe('unusable');
    expect(standing('removed', null)).toBe('missing');
  });

  it('more devices never make more gaps', () => {
    const kinds = fc.subarray(SAFETY_DEVICES.map(({ value }) => value as string));
    fc.assert(
      fc.property(kinds, kinds, (some, more) => {
        const count = (own: readonly string[]) => gapsOf('', acetoneCyanohydrin, fitted(...own), TODAY).length;
        expect(count([...some, ...more])).toBeLessThanOrEqual(count(some));
      }),
    );
  });
});

describe('a shut-off and its alarm', () => {
  const at = 1_000_000_000;
  const moment = (alarmId: string, seconds: number, rule = 'level-high', own = true) => ({
    alarmId,
    rule,
    own,
    at: at + seconds * 1000,
  });

  it('[S18.4] the first alarm of the tank in the window triggered it, the others are named', () => {
    const { trigger, others } = firstOut(at, [
      moment('b', -5),
      moment('a', -40),
      moment('a', -20),
      moment('c', 10, 'combustible-gas'),
    ]);
    expect(trigger?.alarmId).toBe('a');
    expect(others.map(({ alarmId }) => alarmId)).toEqual(['b', 'c']);
  });

  it('[S18.4] an area sensor counts only where the tank itself had no alarm', () => {
    const leak = moment('leak', -60, 'combustible-gas', false);
    expect(firstOut(at, [leak, moment('level', -10)])).toMatchObject({
      trigger: { alarmId: 'level' },
      others: [{ alarmId: 'leak' }],
    });
    expect(firstOut(at, [leak]).trigger?.alarmId).toBe('leak');
  });

  it('[S18.4] outside the window nothing is linked: by hand or a test', () => {
    const outside = [moment('old', -LINK_WINDOW.before - 1), moment('late', LINK_WINDOW.after + 1)];
    expect(firstOut(at, outside)).toEqual({ trigger: null, others: [] });
    expect(firstOut(at, [moment('edge', -LINK_WINDOW.before)]).trigger?.alarmId).toBe('edge');
  });
});

describe('signals of two states', () => {
  it.each(['fire-alarm', 'shut-off'])('[S18.3] %s rings once when it acts and recovers when it is reset', (kind) => {
    const rule = storageSafety.rules.find(({ watches }) => watches.includes(kind))!;
    const limits = { fire: 1, closed: 1, span: 1 };
    let memory = FRESH;
    let current: { level: 'red' | 'orange' | 'yellow' | 'blue' } | undefined;
    const told = [0, 1, 1, 1, 0, 0].flatMap((value, index) => {
      const at = index * 10_000;
      const judged = evaluate(rule, memory, { at, value, quality: 'good' }, limits);
      memory = judged.memory;
      const happenings = nextAlarm(current, judged.verdict, at);
      for (const happening of happenings) current = 'level' in happening ? { level: happening.level } : undefined;
      return happenings.map((happening) => happening.kind);
    });
    expect(told).toEqual(['raised', 'recovered']);
  });
});
