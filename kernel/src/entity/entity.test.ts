import { describe, expect, it } from 'vitest';
import {
  BASE_COLUMNS,
  columnName,
  columnsOf,
  completeness,
  countedFields,
  counts,
  defineEntity,
  inputSchema,
  missingFields,
  recordSchema,
  tableName,
  type Field,
} from './index.ts';

const FIELDS: Record<string, Field> = {
  creditCode: {
    kind: 'text',
    label: '信用代码',
    labelEn: 'Code',
    required: true,
    max: 5,
    pattern: /^[A-Z]+$/,
    patternHelp: '大写字母',
    check: (value) => (value === 'BAD' ? '校验位不对' : undefined),
  },
  employees: { kind: 'number', label: '人数', labelEn: 'Employees', min: 0, max: 10, integer: true },
  length: { kind: 'number', label: '长度', labelEn: 'Length', unit: 'm' },
  grade: { kind: 'choice', label: '等级', labelEn: 'Grade', options: [{ value: 'one', label: '一', labelEn: 'One' }] },
  risk: { kind: 'level', label: '风险', labelEn: 'Risk' },
  installed: { kind: 'yes-no', label: '已装', labelEn: 'Installed' },
  until: { kind: 'date', label: '有效期', labelEn: 'Until' },
  enterprise: { kind: 'reference', entity: 'enterprise', label: '企业', labelEn: 'Enterprise' },
};
const entity = defineEntity({
  key: 'fire-station',
  plural: 'fire-stations',
  label: '消防站',
  labelEn: 'Fire station',
  about: '',
  family: 'emergency',
  nameLabel: '名称',
  nameLabelEn: 'Name',
  located: true,
  fields: FIELDS,
});
const INPUT = { name: ' 一号站 ', regionPath: 'cn.36.11.', creditCode: 'AB' };
const problems = (change: object): string[] => {
  const result = inputSchema(entity).safeParse({ ...INPUT, ...change });
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
};

describe('what a person fills in', () => {
  it('[S01.1] takes a name, a region and the required fields as enough', () => {
    expect(inputSchema(entity).parse(INPUT)).toEqual({ ...INPUT, name: '一号站' });
    expect(problems({ employees: null, risk: null, lon: null })).toEqual([]);
  });

  it.each(['name', 'regionPath', 'creditCode'])('[S01.1] is refused without %s, which is named', (key) => {
    const { [key as 'name']: _, ...rest } = INPUT;
    const result = inputSchema(entity).safeParse(rest);
    expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual([key]);
    expect(problems({ [key]: null })).toHaveLength(1);
  });

  it('is refused with a member nobody declared, so that a slip of the pen is not lost', () => {
    const result = inputSchema(entity).safeParse({ ...INPUT, employes: 3 });
    expect(result.error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['employes'] }]);
    for (const key of ['id', 'version', 'organisationId', 'provenance', 'demonstration'])
      expect(problems({ [key]: 'x' }), key).toHaveLength(1);
  });

  it.each([
    ['creditCode', 7, 'ABCDEF', 'ab', 'BAD', ' '],
    ['employees', '3', 2.5, -1, 11, Number.NaN, Number.POSITIVE_INFINITY],
    ['length', '3', Number.NaN],
    ['grade', 'two', 1, ''],
    ['risk', 'green', 'Red'],
    ['installed', 'true', 1],
    ['until', '2026-02-30', '18.3.2026', 20260318],
    ['enterprise', 'not-an-id', 7],
    ['lon', 181, '117'],
    ['lat', -91],
    ['regionPath', 'cn.36', '', "cn.';--."],
    ['name', '', ' ', 'x'.repeat(121)],
  ])('is refused where %s is not of its kind', (key, ...values) => {
    for (const value of values) expect(problems({ [key]: value }), JSON.stringify(value)).not.toEqual([]);
  });

  it('says what is wrong in words', () => {
    expect(problems({ creditCode: 'ab' })).toEqual(['creditCode: 大写字母']);
    expect(problems({ creditCode: 'BAD' })).toEqual(['creditCode: 校验位不对']);
    expect(problems({ employees: 11 })).toEqual(['employees: 不大于 10']);
  });
});

describe('a declaration', () => {
  it('names its table and columns in the database’s way', () => {
    expect(tableName(entity)).toBe('fire_station');
    expect(columnName('licenceUntil')).toBe('licence_until');
    expect(columnsOf(entity)).toEqual({
      ...BASE_COLUMNS,
      credit_code: 'text',
      employees: 'double precision',
      length: 'double precision',
      grade: 'text',
      risk: 'text',
      installed: 'boolean',
      until: 'date',
      enterprise: 'uuid',
    });
  });

  it('gives records of which every own field may be empty', () => {
    const empty = Object.fromEntries(Object.keys(FIELDS).map((key) => [key, null]));
    const base = {
      id: crypto.randomUUID(),
      name: '一号站',
      regionPath: 'cn.',
      regionName: null,
      organisationId: null,
      lon: null,
      lat: null,
    };
    const record = {
      ...base,
      demonstration: false,
      provenance: 'manual',
      version: 1,
      updatedAt: '2026-03-18T00:00:00Z',
      updatedBy: null,
      ...empty,
    };
    expect(recordSchema(entity).parse(record)).toEqual(record);
    expect(recordSchema(entity).safeParse({ ...record, employees: '3' }).success).toBe(false);
  });

  it('[S01.2] counts how much of a record is filled in, its place on the map included', () => {
    expect(completeness(entity, {})).toBe(0);
    expect(completeness(entity, { creditCode: 'AB', lon: 117.9, installed: false, grade: '' })).toBeCloseTo(3 / 9);
    expect(completeness({ ...entity, fields: {}, located: false }, {})).toBe(1);
  });

  it('[S01.2] leaves out what a record rightly has not, and what its own other field says it cannot have', () => {
    const some = {
      ...entity,
      located: false,
      fields: {
        grade: FIELDS['grade']!,
        installed: FIELDS['installed']!,
        length: { ...FIELDS['length']!, counted: false as const },
        until: { ...FIELDS['until']!, countedWhen: { field: 'installed', values: ['true'] } },
        employees: { ...FIELDS['employees']!, countedWhen: { field: 'grade', values: ['one', 'two'] } },
      },
    };
    expect(countedFields(some)).toEqual(['grade', 'installed', 'until', 'employees']);
    expect(missingFields(some, {})).toEqual(['grade', 'installed']);
    expect(missingFields(some, { grade: 'none', installed: true })).toEqual(['until']);
    expect(missingFields(some, { grade: 'one', installed: false })).toEqual(['employees']);
    expect(completeness(some, { grade: 'none', installed: false })).toBe(1);
    expect(completeness(some, { grade: 'none', installed: false, until: '2026-01-01', length: 3 })).toBe(1);
    expect(completeness(some, { grade: 'two', installed: true, employees: 3 })).toBeCloseTo(3 / 4);
    expect(counts(some, 'until', { installed: false })).toBe(false);
  });
});
