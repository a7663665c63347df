import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineEntity, type Entity, type Field } from '../entity/index.ts';
import { cleanValue } from '../registry/index.ts';
import {
  allEntries,
  calledAlike,
  CodeLists,
  entriesAt,
  isOffered,
  optionsOf,
  positionAfter,
  type EntryChange,
} from './index.ts';

const LIST = {
  key: 'list.trade',
  label: '行业',
  labelEn: 'Trades',
  about: '',
  aboutEn: '',
  source: '平台初值',
  first: [
    { value: 'coal', label: '煤矿', labelEn: 'Coal' },
    { value: 'port', label: '港口', labelEn: 'Ports' },
    { value: 'other', label: '其他', labelEn: 'Other' },
  ],
};
const CITY = 'cn.36.11.';
const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';

const said = (code: string, regionPath: string, from: number, members: Partial<EntryChange> = {}): EntryChange => ({
  list: LIST.key,
  code,
  regionPath,
  from,
  label: code,
  labelEn: code,
  also: [],
  position: 25,
  ended: false,
  ...members,
});
const codes = (changes: readonly EntryChange[], place: string, at: number) =>
  entriesAt(LIST, changes, place, at).map(({ value, ended }) => (ended === true ? `(${value})` : value));

describe('a list that places extend', () => {
  it('adds for a place and all below it what it says, from its day on and in its order', () => {
    const changes = [said('bamboo', COUNTY, 10), said('yard', CITY, 20, { position: 11 })];
    expect(codes(changes, TOWN, 9)).toEqual(['coal', 'port', 'other']);
    expect(codes(changes, TOWN, 20)).toEqual(['coal', 'yard', 'port', 'bamboo', 'other']);
    expect(codes(changes, 'cn.36.11.04.', 20)).toEqual(['coal', 'yard', 'port', 'other']);
    expect(allEntries(LIST, changes, 20).map(({ value }) => value)).toContain('bamboo');
  });

  it('keeps what has ended, marked, and takes it up again', () => {
    const changes = [said('port', CITY, 5, { ended: true, position: 20 }), said('port', CITY, 9, { position: 20 })];
    expect(codes(changes, TOWN, 4)).toEqual(['coal', 'port', 'other']);
    expect(codes(changes, TOWN, 5)).toEqual(['coal', '(port)', 'other']);
    expect(codes(changes, TOWN, 9)).toEqual(['coal', 'port', 'other']);
    expect(isOffered(entriesAt(LIST, changes, TOWN, 5), 'port')).toBe(false);
  });

  it('lets the widest place decide whatever a narrower one says, in whatever order', () => {
    const one = fc.record({
      path: fc.constantFrom(CITY, COUNTY, TOWN),
      from: fc.nat(9),
      ended: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (all) => {
        const changes = all.map(({ path, from, ended }) => said('coal', path, from, { ended }));
        const city = changes.filter(({ regionPath }) => regionPath === CITY);
        const alone = entriesAt(LIST, city, TOWN, 9).find(({ value }) => value === 'coal');
        const with_ = entriesAt(LIST, changes, TOWN, 9).find(({ value }) => value === 'coal');
        if (city.length > 0) expect(with_).toEqual(alone);
      }),
    );
  });

  it('never loses a declared entry', () => {
    const one = fc.record({
      code: fc.constantFrom('coal', 'x', 'other'),
      path: fc.constantFrom(CITY, COUNTY),
      from: fc.nat(9),
      ended: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one), (all) => {
        const found = entriesAt(
          LIST,
          all.map((c) => said(c.code, c.path, c.from, { ended: c.ended })),
          TOWN,
          9,
        );
        for (const { value } of LIST.first) expect(found.filter((entry) => entry.value === value)).toHaveLength(1);
      }),
    );
  });

  it('finds what could be taken for another, and a place before 其他', () => {
    const entries = entriesAt(LIST, [said('bamboo', CITY, 1, { label: '竹业', also: ['竹制品'] })], TOWN, 2);
    expect(calledAlike(entries, { code: 'b2', label: '竹制品', labelEn: 'B', also: [] })?.value).toBe('bamboo');
    expect(calledAlike(entries, { code: 'bamboo', label: '竹制品', labelEn: 'B', also: [] })).toBeUndefined();
    expect(positionAfter(entries, null)).toBe(29);
    expect(positionAfter(entries, 'coal')).toBe(11);
  });

  it('gives fields their options by place, reads ledgers by the words people write, and names the ended one', () => {
    const field: Field = { kind: 'choice', label: '行业', labelEn: 'Trade', ...optionsOf(LIST) };
    const entity: Entity = defineEntity({
      key: 'shop',
      plural: 'shops',
      label: '店',
      labelEn: 'Shop',
      about: '',
      family: 'registry',
      nameLabel: '名称',
      nameLabelEn: 'Name',
      located: false,
      fields: { trade: field },
    });
    const changes = [
      said('bamboo', COUNTY, 1, { label: '竹业', also: ['竹制品'] }),
      said('coal', CITY, 1, { label: '煤矿', ended: true }),
    ];
    const lists = new CodeLists([LIST], changes);
    const local = lists.entity(entity, TOWN, 2).fields['trade']!;
    expect(cleanValue('trade', local, '竹制品')).toEqual({ value: 'bamboo' });
    expect(cleanValue('trade', local, '煤矿')).toEqual({ problem: '“煤矿”已停用，不再选用' });
    expect(cleanValue('trade', lists.entity(entity, CITY, 2).fields['trade']!, '竹制品')).toHaveProperty('problem');
    // A record of elsewhere reads as its place calls it.
    expect(lists.option(field, 'bamboo', 'cn.50.', 2)?.label).toBe('竹业');
  });
});
