import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf } from '@anlan/domain/calendar';
import type { CatalogueItem, Condition } from '@anlan/kernel/catalogue';
import { asProposed, proposalOf } from '../hidden-dangers/proposal.ts';
import { happeningsOf, rewardLines, totalOf, type DangerRecord } from './rewards.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
const record = (more: Partial<DangerRecord> = {}): DangerRecord => ({
  id: 'c1',
  number: 'YH-1',
  title: '消防通道堆料',
  source: 'self',
  grade: 'general',
  level: 'yellow',
  class: 'place',
  round: 'shift',
  responsible: '李四',
  acts: [
    { action: 'open', at: at('2026-03-02T08:00'), by: '张三' },
    { action: 'assign', at: at('2026-03-02T10:00'), by: '张三' },
  ],
  deadlines: [{ from: at('2026-03-02T10:00'), due: endOf('2026-03-05') }],
  ...more,
});
const rule = (code: string, when: Condition, values: Record<string, string | number>): CatalogueItem => ({
  id: code,
  code,
  title: code,
  from: '2026-01-01',
  until: null,
  when,
  effect: { kind: 'propose', values },
  clauses: [],
});

describe('what the records say', () => {
  const submit = (text: string) => ({ action: 'submit', at: at(text), by: '李四' });

  it('tells finding, rectifying in time, lateness and being found by others apart', () => {
    const events = (one: DangerRecord, now = '2026-04-01T00:00') =>
      happeningsOf(one, at(now)).map(({ event }) => event);
    const inTime = record({ acts: [...record().acts, submit('2026-03-05T20:00')] });
    expect(events(inTime)).toEqual(['found', 'rectified']);
    const late = record({ acts: [...record().acts, submit('2026-03-08T08:00')] });
    expect(events(late)).toEqual(['found', 'overdue', 'rectified-late']);
    expect(happeningsOf(late, at('2026-04-01T00:00'))[1]?.daysLate).toBe(3);
    expect(events(record(), '2026-03-04T00:00')).toEqual(['found']);
    expect(events(record({ source: 'inspection' }), '2026-03-04T00:00')).toEqual(['found-outside']);
    expect(
      events(record({ acts: [...record().acts, { action: 'unfounded', at: at('2026-03-03T08:00'), by: '王五' }] })),
    ).toEqual([]);
  });

  it('measures a submission against the deadline that held then', () => {
    const extended = record({
      acts: [
        ...record().acts,
        { action: 'extend', at: at('2026-03-04T08:00'), by: '监管' },
        submit('2026-03-08T08:00'),
      ],
      deadlines: [...record().deadlines, { from: at('2026-03-04T08:00'), due: endOf('2026-03-10') }],
    });
    expect(happeningsOf(extended, at('2026-04-01T00:00')).map(({ event }) => event)).toEqual(['found', 'rectified']);
  });
});

describe('a monthly statement', () => {
  it('is the sum over its rules, whatever the records [S61.2]', () => {
    const rules = [
      rule('found', { fact: 'event', is: ['found'] }, { points: 2, amount: 30.1, whom: 'finder' }),
      rule(
        'major',
        {
          all: [
            { fact: 'event', is: ['found'] },
            { fact: 'grade', is: ['major'] },
          ],
        },
        { points: 20, amount: 1000, whom: 'finder' },
      ),
      rule(
        'late',
        { fact: 'event', is: ['overdue', 'rectified-late'] },
        { points: -3, amount: -100.55, whom: 'responsible' },
      ),
    ];
    const one = fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      month: fc.constantFrom('02', '03', '04'),
      grade: fc.constantFrom('general', 'major'),
      source: fc.constantFrom('self', 'inspection'),
      submitted: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (many) => {
        const records = many.map(({ day, month, grade, source, submitted }, index) => {
          const opened = at(`2026-${month}-${String(day).padStart(2, '0')}T08:00`);
          const acts = [{ action: 'open', at: opened, by: '张三' }];
          if (submitted !== undefined) acts.push({ action: 'submit', at: opened + submitted * 86_400_000, by: '李四' });
          return record({
            id: String(index),
            grade,
            source,
            acts,
            deadlines: [{ from: opened, due: opened + 7 * 86_400_000 }],
          });
        });
        const lines = rewardLines(rules, records, '2026-03', at('2026-06-01T00:00'));
        const sums = rules.map(({ id }) => totalOf(lines.filter((line) => line.rule === id)));
        expect(totalOf(sums)).toEqual(totalOf(lines));
        const found = records.filter(
          (record) => record.source === 'self' && new Date(record.acts[0]!.at + 28_800_000).getUTCMonth() === 2,
        );
        expect(lines.filter((line) => line.rule === 'found')).toHaveLength(found.length);
      }),
    );
  });

  it('judges each happening by the rules of its day, and pays the right person [S61.2]', () => {
    const old = {
      ...rule('J', { fact: 'event', is: ['found'] }, { points: 1, amount: 10, whom: 'finder' }),
      id: 'old',
      until: '2026-03-02',
    };
    const next = {
      ...rule('J', { fact: 'event', is: ['found'] }, { points: 2, amount: 30, whom: 'finder' }),
      id: 'new',
      from: '2026-03-02',
    };
    const lines = rewardLines([old, next], [record()], '2026-03', at('2026-03-03T00:00'));
    expect(lines).toMatchObject([{ rule: 'new', person: '张三', amount: 30, caseNumber: 'YH-1' }]);
    expect(rewardLines([old, next], [record()], '2026-02', at('2026-03-03T00:00'))).toEqual([]);
  });
});

describe('a grading standard', () => {
  const item = (code: string, when: Condition, grade: string, level: string) => ({
    ...rule(code, when, { grade, level }),
    list: '远山化工隐患分级标准',
  });
  const items = [
    item('G-08', { fact: 'class', is: ['equipment'] }, 'general', 'yellow'),
    item(
      'G-02',
      {
        all: [
          { fact: 'class', is: ['equipment'] },
          { fact: 'text', has: ['联锁'] },
        ],
      },
      'major',
      'red',
    ),
    item('G-01', { fact: 'exposed', least: 10 }, 'major', 'orange'),
  ];

  it('proposes the gravest of what matches, by class, words and quantities [S61.1]', () => {
    const proposal = proposalOf(items, { class: 'equipment', text: '液位联锁摘除' }, '2026-05-01');
    expect(proposal).toMatchObject({ grade: 'major', level: 'red' });
    expect(proposal?.basis).toContain('G-02');
    expect(proposal?.basis).toContain('另有 1 条');
    expect(proposalOf(items, { class: 'place', exposed: 12 }, '2026-05-01')).toMatchObject({
      grade: 'major',
      level: 'orange',
    });
    expect(proposalOf(items, { class: 'place', exposed: 9 }, '2026-05-01')).toBeUndefined();
  });

  it('wants a reason from whoever grades otherwise [S61.1]', () => {
    const standing = { detail: { proposedGrade: 'major', proposedLevel: 'red' } } as never;
    const graded = (input: object) => asProposed({ standing, input: input as never });
    expect(graded({ grade: 'general', level: 'red' })).toMatchObject({ refused: 'grade-reason', field: 'gradeReason' });
    expect(graded({ grade: 'major', level: 'yellow' })).toMatchObject({ refused: 'grade-reason' });
    expect(graded({ grade: 'major', level: 'red' })).toBeUndefined();
    expect(graded({ grade: 'general', level: 'yellow', gradeReason: '已临时停用' })).toBeUndefined();
    expect(asProposed({ standing: { detail: {} } as never, input: { grade: 'general' } })).toBeUndefined();
  });
});
