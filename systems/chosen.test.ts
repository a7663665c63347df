import { describe, expect, it } from 'vitest';
import { SYSTEMS } from './index.ts';

const LISTS = SYSTEMS.flatMap(({ codeLists = [] }) => codeLists);

describe('parameters that name entries of a list places extend', () => {
  it('say which list they are chosen from, so that an entry a place adds can be chosen', () => {
    const lists = SYSTEMS.flatMap(({ parameters = [] }) => parameters).filter(({ kind }) => kind === 'list');
    const named = lists.flatMap((parameter) => {
      if (parameter.kind !== 'list' || parameter.value.length === 0) return [];
      const of = LISTS.find(({ first }) =>
        parameter.value.every((entry) => first.some(({ value }) => value === entry)),
      );
      return of === undefined ? [] : [[parameter.key, parameter.optionsFrom, of.key] as const];
    });
    expect(named.map(([key]) => key).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'check.sectors',
      'distance.sectors',
      'promise.sectors',
      'self-check.sectors',
      'three-in-one.sectors',
      'warning.sectors',
    ]);
    for (const [key, from, list] of named) expect(from, key).toBe(list);
  });
});
