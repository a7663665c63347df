import type { SettingView } from '@anlan/kernel/parameter';
import { describe, expect, it } from 'vitest';
import { entriesOf, standingOf } from './value.ts';

const setting = (regionPath: string, from: number): SettingView => ({
  regionPath,
  regionName: regionPath,
  from,
  value: 1,
  reason: '',
  by: '',
  at: 0,
});

describe('settings of a parameter', () => {
  it('are in force once per jurisdiction, the later ones to come, the older ones past', () => {
    const rows = standingOf(
      [setting('cn.36.', 10), setting('cn.36.', 20), setting('cn.36.', 90), setting('cn.', 5)],
      50,
    );
    expect(rows.map((row) => [row.regionPath, row.from, row.standing])).toEqual([
      ['cn.36.', 90, 'later'],
      ['cn.36.', 20, 'inForce'],
      ['cn.36.', 10, 'past'],
      ['cn.', 5, 'inForce'],
    ]);
  });
});

describe('what is typed', () => {
  it('becomes entries without blanks and repetitions, whichever comma was used', () => {
    expect(entriesOf(' a\n\nb，c, a;')).toEqual(['a', 'b', 'c']);
    expect(entriesOf('')).toEqual([]);
  });
});
