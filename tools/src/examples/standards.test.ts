import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { articleOf, moment, TOPICS } from '@anlan/domain/calculator';
import { differenceOf } from './compare.ts';
import { checkInterface, checkStandards } from './standards.ts';

interface Case {
  readonly id: string;
  readonly topic: string;
}

const { cases } = JSON.parse(readFileSync(new URL('./standards-cases.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

describe('cases of the standards', () => {
  it.each(checkStandards(cases))('$id', ({ ok, difference }) => {
    expect(difference).toBeUndefined();
    expect(ok).toBe(true);
  });

  it('cover every topic but those that only pages ask for', () => {
    const covered = new Set(cases.map(({ topic }) => topic));
    expect([...covered].filter((topic) => TOPICS[topic] === undefined)).toEqual([]);
    expect(Object.keys(TOPICS).filter((topic) => !covered.has(topic))).toEqual([
      'mes',
      'lopa',
      'isolation',
      'stel',
      'weekly_reduction',
      'heat',
      'hand_vibration',
      'sample_statistics',
      'tank',
      'pond_grade',
      'pond_keeps',
      'discretion',
      'fine_step',
    ]);
  });
});

describe('an interface without cases', () => {
  it('is asked topic by topic whether it can be calculated', () => {
    const [known, unknown] = checkInterface([{ named: 'lec' }, { named: 'astrology' }]);
    expect(known).toEqual({ id: 'lec', ok: true });
    expect(unknown).toMatchObject({ ok: false, difference: 'no calculation for the topic astrology' });
  });
});

describe('checking', () => {
  const lec = { id: 'x', topic: 'lec', inputs: { L: 3, E: 6, C: 15 }, expected: { D: 270, band: '高度危险' } };

  it('names the first key that differs', () => {
    expect(checkStandards([{ ...lec, expected: { D: 271 } }])).toEqual([
      { id: 'x', ok: false, difference: 'D: expected 271, got 270' },
    ]);
    expect(checkStandards([{ ...lec, expected: { D: 271 }, tolerance: { rel: 0.01 } }])[0]?.ok).toBe(true);
    expect(checkStandards([{ ...lec, expected: { D: 271 }, tolerance: { abs: 0.5 } }])[0]?.ok).toBe(false);
    expect(checkStandards([{ ...lec, expected: { band: '一般危险' }, tolerance: { abs: 10 } }])[0]?.ok).toBe(false);
    expect(checkStandards([{ ...lec, expected: { E: 6 } }])[0]?.ok).toBe(false);
  });

  it('takes a sex and a birthday in either spelling', () => {
    const citizen = { id: 'x', topic: 'id_number', inputs: { id17: '11010519491231002' } };
    expect(checkStandards([{ ...citizen, expected: { sex: 'female', birth: '19491231' } }])[0]?.ok).toBe(true);
    expect(checkStandards([{ ...citizen, expected: { sex: 'male' } }])[0]?.ok).toBe(false);
  });

  it('fails refused inputs and unknown topics with the reason', () => {
    expect(checkStandards([{ ...lec, inputs: { L: 99, E: 6, C: 15 } }])[0]?.difference).toContain('refused');
    expect(checkStandards([{ ...lec, topic: 'astrology' }])[0]?.difference).toContain('astrology');
  });

  it('takes a relative millionth where no tolerance is given', () => {
    expect(differenceOf({ a: 1 }, { a: 1.0000009 })).toBeUndefined();
    expect(differenceOf({ a: 1 }, { a: 1.000002 })).toBeDefined();
    expect(differenceOf({ a: null }, { a: 0 })).toBeDefined();
  });
});

it('reads articles as people write them', () => {
  expect(
    ['114', '114.2', '第一百一十四条', '第九十七条', '第一百零九条', '安全生产法第一百一十条', 'art. 95'].map(
      (text) => articleOf(text).number,
    ),
  ).toEqual(['114', '114.2', '114', '97', '109', '110', '95']);
  expect(articleOf('Decree 493 art. 36')).toEqual({ number: '36', law: '国务院令第493号' });
  expect(articleOf('493-36')).toEqual({ number: '36', law: '国务院令第493号' });
});

it('writes moments the way it read them', () => {
  for (const text of ['2024-05-01T10:00', '2024-05-01 10:00:00', '2024-05-01T10:00:00+08:00', '10:00']) {
    const read = moment(text);
    expect(read?.write(read.at)).toBe(text);
  }
  expect(moment('tomorrow')).toBeUndefined();
  const late = moment('2024-02-28T23:30');
  expect(late?.write(late.at + 3_600_000)).toBe('2024-02-29T00:30');
});
