import { describe, expect, it } from 'vitest';
import type { Limits } from '@anlan/kernel/alarm';
import { openJudge } from './judge.ts';
import { batchOfRecord } from './record.ts';
import type { Subject } from './register.ts';
import { ALL_RULES } from './rules.ts';
import { subject, uuid } from './testing/devices.ts';

const START = Date.UTC(2026, 2, 18, 1);
const SECOND = 1000;

/** A judge under the rules of the platform, over these points; what it told by rule, in words. */
function platform(subjects: readonly Subject[]) {
  const byId = new Map(subjects.map((one) => [one.id, one]));
  const register = { subject: (id: string) => byId.get(id), version: () => 1 };
  const judge = openJudge(ALL_RULES, register, { memories: [], running: [] });
  const told = () => {
    const { changes, dirty } = judge.drain();
    const words = changes.map(({ rule, happening, subject: about }) => {
      const level = 'level' in happening ? ` ${happening.level}` : '';
      return `${rule.key} ${about.name} ${happening.kind}${level}`;
    });
    return { words, kept: dirty.filter(({ memory }) => memory !== null).map(({ rule }) => rule) };
  };
  const read = (point: string, second: number, value: number): void =>
    judge.take(
      batchOfRecord({
        device: uuid(1),
        receivedAt: START + second * SECOND,
        fixes: [],
        readings: [[point, START + second * SECOND, value, 'good']],
      }),
    );
  return { judge, told, read };
}

const point = (number: number, quantity: string, limits: Limits, change: Partial<Subject> = {}): Subject =>
  subject(uuid(number), { quantity, limits, name: `${quantity}-${number}`, ...change });

describe('the judge', () => {
  it('[S17.2] confirms a leak that two detectors of a controller see, and stores nothing of detectors at rest', () => {
    const controller = subject(uuid(1), { kind: 'device', name: 'controller' });
    const limits = { first: 25, second: 50, span: 100 };
    const points = [11, 12, 13].map((number) => point(number, 'combustible', limits));
    const { told, read } = platform([controller, ...points]);
    for (let second = 0; second < 60; second += 15) for (const { id } of points) read(id, second, 2);
    expect(told()).toEqual({ words: [], kept: [] });
    read(points[0]!.id, 60, 70);
    expect(told().words).toEqual(['combustible-gas combustible-11 raised orange']);
    read(points[1]!.id, 65, 60);
    expect(told().words).toEqual([
      'combustible-gas combustible-12 raised orange',
      'combustible-confirmed controller raised red',
    ]);
    for (let second = 75; second < 150; second += 15) for (const { id } of points.slice(0, 2)) read(id, second, 3);
    expect(told().words).toContain('combustible-confirmed controller recovered');
  });

  it('[S21.2] tells what several warnings of a pond come to together, and that it is over', () => {
    const unit = { unitId: uuid(5), unitKind: 'tailings-pond' } as const;
    const pond = subject(uuid(5), { kind: 'tailings-pond', name: 'pond', unitKind: 'tailings-pond' });
    const limits = { 'phreatic-blue': 13, 'phreatic-yellow': 12, 'phreatic-orange': 11, 'phreatic-red': 10 };
    const points = [21, 22, 23].map((number) =>
      point(number, 'phreatic-depth', limits, { ...unit, expectedPeriod: 300 }),
    );
    const { told, read } = platform([pond, ...points]);
    const hours = (from: number, to: number, value: number, ids = points) => {
      for (let second = from * 3600; second <= to * 3600; second += 600)
        for (const { id } of ids) read(id, second, value);
    };
    hours(0, 2, 11.5, points.slice(0, 2));
    expect(told().words).toEqual([21, 22].map((number) => `pond-phreatic phreatic-depth-${number} raised yellow`));
    hours(2, 4, 11.5, points.slice(2));
    expect(told().words).toEqual(['pond-phreatic phreatic-depth-23 raised yellow', 'pond-safety pond raised orange']);
    hours(4.2, 6.4, 15);
    expect(told().words).toContain('pond-safety pond recovered');
  });

  it('judges a tank’s level for leaks only while the tank is declared at rest', () => {
    const level = (states?: Subject['states']) => {
      const tank = subject(uuid(6), { kind: 'tank', name: 'tank', ...(states === undefined ? {} : { states }) });
      const limits = { H: 85, HH: 90, 'static-yellow': 0.5, 'static-orange': 1.5 };
      const own = point(31, 'level', limits, { unitId: tank.id, unitKind: 'tank' });
      const { told, read } = platform([tank, own]);
      for (let second = 0; second <= 7200; second += 30) read(own.id, second, 60 - second / 3600);
      return told();
    };
    expect(level()).toEqual({ words: [], kept: [] });
    const atRest = { from: START, until: START + 86_400_000, reason: '静置', state: 'static' };
    expect(level([atRest]).words).toEqual(['static-level level-31 raised yellow']);
    expect(level([{ ...atRest, state: 'cleaning' }]).words).toEqual([]);
  });

  it('[S16.4] tells of a device whose clock is off for long, and stores nothing of those whose clock is right', () => {
    const limits = { offset: 30, offsetFar: 300 };
    const gateway = subject(uuid(1), { kind: 'device', name: 'gateway', quantity: 'clock-offset', limits });
    const { judge, told } = platform([gateway]);
    const gauge = (second: number, value: number) =>
      judge.gauge(gateway, { at: START + second * SECOND, value, quality: 'good' });
    for (let second = 0; second < 600; second += 5) gauge(second, 2);
    expect(told()).toEqual({ words: [], kept: [] });
    for (let second = 600; second < 905; second += 5) gauge(second, 40);
    expect(told().words).toEqual(['clock-offset gateway raised blue']);
    for (let second = 905; second < 1200; second += 5) gauge(second, 400);
    for (let second = 1200; second <= 1300; second += 5) gauge(second, 400);
    expect(told().words).toEqual(['clock-offset gateway level-raised yellow']);
    for (let second = 1305; second < 1500; second += 5) gauge(second, 1);
    expect(told()).toEqual({ words: ['clock-offset gateway recovered'], kept: [] });
  });
});
