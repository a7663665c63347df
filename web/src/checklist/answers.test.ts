import type { Answer } from '@anlan/kernel/checklist';
import { describe, expect, it } from 'vitest';
import { changesOf, ownOf } from './answers.ts';

const SHA = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const answer = (more: Partial<Answer>): Answer => ({
  itemId: 'i',
  result: 'ok',
  value: null,
  note: '按期校验',
  photos: [SHA],
  voices: [],
  riskPoint: null,
  caseId: null,
  caseNumber: null,
  caseState: null,
  by: '王',
  at: 1,
  standing: { result: ['p1'], note: ['p2'], [`photo:${SHA}`]: ['p3'] },
  known: ['p1', 'p2', 'p3'],
  conflicts: [],
  ...more,
});

describe('an answer on this device', () => {
  it('is what the platform said with what was changed here since, photos side by side', () => {
    const part = { result: { value: 'bad', id: 'm1' }, [`photo:${OTHER}`]: { value: '{}', id: 'm2' } };
    expect(ownOf(answer({}), part)).toMatchObject({ result: 'bad', note: '按期校验', photos: [SHA, OTHER] });
    expect(ownOf(answer({}), { [`photo:${SHA}`]: { value: null, id: 'm3' } }).photos).toEqual([]);
  });

  it('follows the platform once the own change is part of what it says', () => {
    const part = { result: { value: 'bad', id: 'm1' } };
    // A colleague has answered since, having seen the own answer.
    expect(ownOf(answer({ result: 'na', known: ['p1', 'm1', 'p9'] }), part).result).toBe('na');
  });
});

describe('a change', () => {
  it('names what its author saw: what stood on the platform, and the own change before it', () => {
    let n = 0;
    const made = changesOf(
      'i',
      { result: 'bad', [`photo:${OTHER}`]: '{}' },
      { answer: answer({}), part: { result: { value: 'na', id: 'm1' } } },
      7,
      () => `n${(n += 1)}`,
    );
    expect(made).toEqual([
      { id: 'n1', item: 'i', field: 'result', value: 'bad', at: 7, base: ['p1', 'm1'] },
      { id: 'n2', item: 'i', field: `photo:${OTHER}`, value: '{}', at: 7, base: [] },
    ]);
  });
});
