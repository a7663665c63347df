import type { AlarmView } from '@anlan/kernel/alarm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_BOOK, enter, load } from './book.ts';
import { EVERYTHING, groupOf, isRinging, isWaiting, levelCounts, listRows } from './groups.ts';

const NOW = 1_773_800_000_000;

const alarm = (part: Partial<AlarmView> = {}): AlarmView => ({
  id: 'a1',
  number: 'A-20260318-0911',
  rule: 'combustible-gas',
  ruleLabel: '可燃气体泄漏',
  system: 'S17',
  level: 'red',
  label: '二级',
  response: 'unacknowledged',
  subjectKind: 'point',
  subjectId: 'p1',
  subjectName: '可燃气体 GT-2107',
  deviceId: 'd1',
  placeName: '白鹭石化仓储（演示）',
  organisationId: 'o1',
  regionPath: 'cn.36.11.26.',
  regionName: '弋阳县',
  value: 52.4,
  peak: 52.4,
  limit: 50,
  unit: '%LEL',
  origin: 'generated',
  lon: 117.4,
  lat: 28.4,
  since: NOW - 60_000,
  raisedAt: NOW - 50_000,
  seenAt: NOW - 50_000,
  acknowledgedAt: null,
  acknowledgedBy: null,
  recoveredAt: null,
  closedAt: null,
  shelvedUntil: null,
  escalation: [],
  escalateAt: null,
  version: 1,
  ...part,
});

describe('groups of the duty list', () => {
  it('puts an alarm where its standing says', () => {
    expect(groupOf(alarm(), NOW)).toBe('unacknowledged');
    expect(groupOf(alarm({ response: 'acknowledged' }), NOW)).toBe('handling');
    expect(groupOf(alarm({ response: 'handling' }), NOW)).toBe('handling');
    expect(groupOf(alarm({ response: 'handling', recoveredAt: NOW }), NOW)).toBe('recovered');
    expect(groupOf(alarm({ response: 'closed', recoveredAt: NOW }), NOW)).toBe('closed');
  });

  it('keeps an alarm that recovered unacknowledged among the recovered ones, and it no longer rings', () => {
    const returned = alarm({ recoveredAt: NOW });
    expect(groupOf(returned, NOW)).toBe('recovered');
    expect(isWaiting(returned, NOW)).toBe(false);
  });

  it('brings a shelved alarm back by itself when its time is over', () => {
    const shelved = alarm({ shelvedUntil: NOW + 1000 });
    expect(groupOf(shelved, NOW)).toBe('shelved');
    expect(groupOf(shelved, NOW + 1000)).toBe('unacknowledged');
  });

  it('orders by level, then newest first, under headings with counts', () => {
    const rows = listRows(
      [
        alarm({ id: 'blue', subjectId: 'p2', level: 'blue', raisedAt: NOW }),
        alarm({ id: 'old', subjectId: 'p3', raisedAt: NOW - 9000 }),
        alarm({ id: 'new', subjectId: 'p4', raisedAt: NOW - 1000 }),
        alarm({ id: 'mine', subjectId: 'p5', response: 'handling' }),
      ],
      EVERYTHING,
      NOW,
    );
    expect(rows.map((row) => (row.kind === 'group' ? `${row.key} ${row.count}` : row.key))).toEqual([
      'unacknowledged 3',
      'new',
      'old',
      'blue',
      'handling 1',
      'mine',
    ]);
  });

  it('merges alarms of one source into one line that stands for all of them', () => {
    const rows = listRows(
      [1, 2, 3].map((n) => alarm({ id: `a${n}`, raisedAt: NOW - n * 1000 })),
      EVERYTHING,
      NOW,
    );
    expect(rows).toHaveLength(2);
    const [, line] = rows;
    expect(line?.kind === 'alarm' && [line.alarm.id, line.members.length]).toEqual(['a1', 3]);
  });

  it('finds by every word of name, place, number and rule, in any order', () => {
    const shown = (search: string) => listRows([alarm()], { ...EVERYTHING, search }, NOW).length;
    expect(shown('gt-2107 白鹭')).toBe(2);
    expect(shown('0911')).toBe(2);
    expect(shown('gt-2107 鹅湖')).toBe(0);
  });

  it('loses no alarm and shows none twice, whatever comes', () => {
    const responses = fc.constantFrom('unacknowledged', 'acknowledged', 'handling', 'closed' as const);
    const any = fc.record({
      subject: fc.integer({ min: 0, max: 5 }),
      response: responses,
      recovered: fc.boolean(),
      shelved: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (list) => {
        const alarms = list.map((one, i) =>
          alarm({
            id: `a${i}`,
            subjectId: `p${one.subject}`,
            response: one.response,
            recoveredAt: one.recovered ? NOW : null,
            shelvedUntil: one.shelved ? NOW + 1 : null,
          }),
        );
        const shown = listRows(alarms, EVERYTHING, NOW).flatMap((row) =>
          row.kind === 'alarm' ? row.members.map((member) => member.id) : [],
        );
        expect(shown.toSorted()).toEqual(alarms.map((one) => one.id).toSorted());
      }),
    );
  });

  it('counts open alarms by level', () => {
    expect(levelCounts([alarm(), alarm({ level: 'blue' }), alarm({ response: 'closed' })])).toEqual({
      red: 1,
      orange: 0,
      yellow: 0,
      blue: 1,
    });
  });
});

describe('the book of alarms', () => {
  it('never replaces a newer version by an older one', () => {
    const book = enter(EMPTY_BOOK, [alarm({ version: 3, response: 'handling' })]);
    expect(enter(book, [alarm({ version: 2 })])).toBe(book);
    expect(load(book, [alarm({ version: 2 })]).get('a1')?.version).toBe(3);
  });

  it('lets a closed alarm go, or keeps it where closed ones are listed', () => {
    const book = enter(EMPTY_BOOK, [alarm()]);
    const closed = alarm({ version: 2, response: 'closed' });
    expect(enter(book, [closed]).size).toBe(0);
    expect(enter(book, [closed], true).get('a1')?.response).toBe('closed');
  });

  it('drops what a new whole answer no longer holds', () => {
    expect([...load(enter(EMPTY_BOOK, [alarm()]), [alarm({ id: 'a2' })]).keys()]).toEqual(['a2']);
  });
});

describe('a flood', () => {
  /** The first alarm of a unit and `count` that followed it, a second after another. */
  const unit = (first: string, count: number, level: AlarmView['level'] = 'orange'): AlarmView[] =>
    Array.from({ length: count + 1 }, (_, index) =>
      alarm({
        id: index === 0 ? first : `${first}-${index}`,
        subjectId: `${first}-${index}`,
        level,
        since: NOW - 60_000 + index * 1000,
        raisedAt: NOW - 60_000 + index * 1000,
        marks: {
          retrospective: false,
          occurrence: 1,
          chattering: false,
          firstOut: index === 0 ? 'first' : 'follows',
          firstOutId: first,
          followsId: null,
        },
      }),
    );
  const keys = (rows: ReturnType<typeof listRows>) => rows.flatMap((row) => (row.kind === 'alarm' ? row.key : []));

  it('folds what followed under its first cause; nine alarms are no flood', () => {
    const nine = unit('u', 8);
    expect(keys(listRows(nine, EVERYTHING, NOW))).toHaveLength(9);
    const rows = listRows([...nine, alarm({ id: 'x', subjectId: 'x', level: 'blue' })], EVERYTHING, NOW);
    expect(rows[0]).toEqual({ kind: 'group', key: 'unacknowledged', count: 10, flooded: true });
    expect(keys(rows)).toEqual(['u', 'x']);
    expect(rows[1]).toMatchObject({ followers: 8, folded: true });
  });

  it('begins at the number the jurisdiction has set', () => {
    const nine = unit('u', 8);
    const flooded = (begin: number) => listRows(nine, EVERYTHING, NOW, undefined, begin)[0];
    expect(flooded(9)).toMatchObject({ flooded: true });
    expect(flooded(10)).not.toHaveProperty('flooded');
  });

  it('opens a group that is asked for, and never hides what is graver or looked at', () => {
    const graver = { ...unit('u', 10)[10]!, level: 'red' as const };
    const given = [...unit('u', 9), graver, ...unit('w', 2)];
    const closed = listRows(given, EVERYTHING, NOW);
    expect(new Set(keys(closed))).toEqual(new Set(['u', 'u-10', 'w']));
    const opened = listRows(given, EVERYTHING, NOW, { groups: new Set(['w']), alarm: null });
    expect(keys(opened)).toEqual(expect.arrayContaining(['w', 'w-1', 'w-2']));
    expect(opened.find((row) => row.key === 'w-1')).toMatchObject({ follows: true });
    const looked = listRows(given, EVERYTHING, NOW, { groups: new Set(), alarm: 'u-3' });
    expect(keys(looked)).toHaveLength(12);
  });

  it('rings for what is live only; what late data found waits to be read', () => {
    const [live] = unit('u', 0) as [AlarmView];
    const late = { ...live, marks: { ...live.marks!, retrospective: true } };
    expect([isRinging(live, NOW), isWaiting(live, NOW)]).toEqual([true, true]);
    expect([isRinging(late, NOW), isWaiting(late, NOW)]).toEqual([false, true]);
    expect(isRinging({ ...live, response: 'acknowledged' }, NOW)).toBe(false);
  });

  it('is not made by what late data found', () => {
    const late = unit('u', 11).map((one) => ({ ...one, marks: { ...one.marks!, retrospective: true } }));
    expect(keys(listRows(late, EVERYTHING, NOW))).toHaveLength(12);
  });
});
