import {
  CHINA,
  countedFields,
  doubtsOf,
  inputSchema,
  missingFields,
  type Entity,
  type Field,
} from '@anlan/kernel/entity';
import { describe, expect, it } from 'vitest';
import { SYSTEMS } from './index.ts';

const ENTITIES = SYSTEMS.flatMap(({ entities }) => entities);
const CASE_FIELDS = SYSTEMS.flatMap(({ cases = [] }) =>
  cases.flatMap((kind) => [
    ...Object.entries(kind.fields).map(([key, field]) => [`${kind.key}.${key}`, field] as const),
    ...Object.entries(kind.opening.asks).map(([key, field]) => [`${kind.key}.open.${key}`, field] as const),
    ...Object.entries(kind.actions).flatMap(([act, { asks }]) =>
      Object.entries(asks).map(([key, field]) => [`${kind.key}.${act}.${key}`, field] as const),
    ),
  ]),
);
const enterprise = ENTITIES.find(({ key }) => key === 'enterprise')!;
const ofEntities = (entities: readonly Entity[]) =>
  entities.flatMap(({ key, fields }) =>
    Object.entries(fields).map(([member, field]) => [`${key}.${member}`, field] as const),
  );

/** Numbers without both ends and days without a latest one, unless their declaration says why. */
const boundless = (fields: readonly (readonly [string, Field])[]): string[] =>
  fields.flatMap(([key, field]) => {
    if (field.unbounded !== undefined) return field.unbounded.length > 5 ? [] : [`${key}: no reason`];
    if (field.kind === 'number') return field.min === undefined || field.max === undefined ? [key] : [];
    return field.kind === 'date' && field.ahead === undefined ? [key] : [];
  });

const TODAY = '2026-11-23';
const FIRM = { name: '某化工', regionPath: 'cn.36.11.' };
const doubts = (entity: Entity, record: Record<string, unknown>) =>
  doubtsOf(entity, record, Object.keys(record), TODAY).map(({ key, problem }) => `${key}: ${problem.zh}`);

describe('the bounds of what a register holds', () => {
  it('are declared of every number and every day of every entity, or why there are none', () => {
    const fields = ofEntities(ENTITIES);
    expect(fields.filter(([, { kind }]) => kind === 'number' || kind === 'date').length).toBeGreaterThan(100);
    expect(boundless(fields)).toEqual([]);
  });

  it('are declared of every number of a closed loop', () => {
    expect(boundless(CASE_FIELDS.filter(([, { kind }]) => kind === 'number'))).toEqual([]);
  });

  it('are missed where they are left out', () => {
    const people: Field = { kind: 'number', label: '人数', labelEn: 'People', min: 0 };
    const day: Field = { kind: 'date', label: '日期', labelEn: 'Day' };
    const said = { ...people, unbounded: '由上级平台给定，没有上限' };
    expect(
      boundless([
        ['a.people', people],
        ['a.day', day],
        ['a.said', said],
      ]),
    ).toEqual(['a.people', 'a.day']);
  });

  it('leave room between them, and chains name fields of one kind', () => {
    for (const [key, field] of ofEntities(ENTITIES))
      if (field.kind === 'number' && field.max !== undefined)
        expect(field.max, key).toBeGreaterThan(field.min ?? -Infinity);
    const chains = ENTITIES.flatMap(({ fields, ordered = [] }) => ordered.map((chain) => ({ fields, chain })));
    expect(chains.length).toBeGreaterThan(8);
    for (const { fields, chain } of chains) {
      const kinds = new Set(chain.map((key) => fields[key]?.kind));
      expect([...kinds].every((kind) => kind === 'date' || kind === 'number') && kinds.size === 1, chain.join()).toBe(
        true,
      );
    }
  });

  it('refuse a position outside the country in every located register', () => {
    const located = ENTITIES.filter((entity) => entity.located);
    expect(located.length).toBeGreaterThan(10);
    for (const entity of located)
      for (const [key, value] of [
        ['lon', 0],
        ['lat', 0],
        ['lon', CHINA.lon.max + 1],
        ['lat', CHINA.lat.max + 1],
      ] as const) {
        const issues = inputSchema(entity)
          .partial()
          .safeParse({ [key]: value }).error?.issues;
        expect(issues?.[0]?.message, `${entity.key}.${key}`).toContain('我国范围');
      }
  });
});

describe('[S01.1] a firm that cannot be', () => {
  it('is found at nought degrees, with 10^12 employees and a licence from 1900 to 9999', () => {
    const odd = { lon: 0, lat: 0, employees: 1e12, establishedOn: '1900-01-01', licenceUntil: '9999-12-31' };
    expect(doubts(enterprise, { ...FIRM, ...odd }).map((text) => text.split(':')[0])).toEqual(
      expect.arrayContaining(['lon', 'lat', 'employees', 'establishedOn', 'licenceUntil']),
    );
  });

  it('was not founded tomorrow, and its licence ends after it was', () => {
    expect(doubts(enterprise, { ...FIRM, establishedOn: TODAY })).toEqual([]);
    expect(doubts(enterprise, { ...FIRM, establishedOn: '2026-11-24' })).toEqual(['establishedOn: 不能是将来']);
    expect(doubts(enterprise, { ...FIRM, establishedOn: '2026-01-01', licenceUntil: '2025-06-01' })).toEqual([
      'licenceUntil: 不早于“成立日期”（2026-01-01）',
    ]);
    expect(doubts(enterprise, { ...FIRM, licenceUntil: '2031-11-24' })).toEqual(['licenceUntil: 不晚于 2031-11-23']);
  });

  it('has both degrees or neither, and a telephone that rings', () => {
    expect(doubts(enterprise, { ...FIRM, lon: 117.9 })).toEqual(['lat: 经度和纬度要么都填，要么都不填']);
    expect(doubts(enterprise, { ...FIRM, lon: 117.9, lat: 28.4 })).toEqual([]);
    for (const phone of [
      '13812345678',
      '+86 138-1234-5678',
      '0793-8201190',
      '8201190',
      '0793-8201190-12',
      '400-820-1190',
    ])
      expect(doubts(enterprise, { ...FIRM, phone }), phone).toEqual([]);
    for (const phone of ['123456789012', '00000', '19', '1381234567', '-----'])
      expect(doubts(enterprise, { ...FIRM, phone }), phone).toEqual(['phone: 应为手机号、座机号或服务号码']);
  });

  it('is no concern of who changes something else', () => {
    const stored = { ...FIRM, lon: 0, lat: 0, employees: 1e12, address: '新址' };
    expect(doubtsOf(enterprise, stored, ['address'], TODAY)).toEqual([]);
  });
});

describe('a qualification without an end', () => {
  const body = ENTITIES.find(({ key }) => key === 'organisation')!;
  it('is kept as its own day where it may be, and nowhere else', () => {
    expect(doubtsOf(body, { validUntil: '9999-12-31' }, ['validUntil'], TODAY)).toEqual([]);
    expect(doubtsOf(body, { validUntil: '9999-12-30' }, ['validUntil'], TODAY)).toHaveLength(1);
    expect(doubtsOf(enterprise, { licenceUntil: '9999-12-31' }, ['licenceUntil'], TODAY)).toHaveLength(1);
  });
});

describe('[S01.2] what completeness is counted over', () => {
  const conditional = ENTITIES.flatMap((entity) =>
    Object.entries(entity.fields).flatMap(([key, { countedWhen }]) =>
      countedWhen === undefined ? [] : [{ name: `${entity.key}.${key}`, entity, countedWhen }],
    ),
  );

  it('goes by another field of the same record and by values that it has', () => {
    expect(conditional.length).toBeGreaterThan(20);
    for (const { name, entity, countedWhen } of conditional) {
      const by = entity.fields[countedWhen.field];
      const values = by?.kind === 'choice' ? by.options.map(({ value }) => value) : ['true', 'false'];
      expect(['choice', 'yes-no'], name).toContain(by?.kind);
      expect(countedWhen.values.length, name).toBeGreaterThan(0);
      expect(
        countedWhen.values.filter((value) => !values.includes(value)),
        name,
      ).toEqual([]);
    }
  });

  it('never leaves out what is required, and leaves something to count', () => {
    for (const entity of ENTITIES) {
      for (const [key, { required, counted, countedWhen }] of Object.entries(entity.fields))
        expect(required === true && (counted === false || countedWhen !== undefined), `${entity.key}.${key}`).toBe(
          false,
        );
      expect(countedFields(entity).length, entity.key).toBeGreaterThan(0);
    }
  });

  it('asks for a work safety licence where the law does, and not of a workshop', () => {
    const firm = { sector: 'machinery', riskLevel: 'blue' };
    expect(missingFields(enterprise, firm)).not.toContain('licenceNumber');
    expect(missingFields(enterprise, { ...firm, sector: 'hazchem-production' })).toContain('licenceNumber');
    expect(missingFields(enterprise, { ...firm, sector: 'logistics' })).toContain('insuranceUntil');
  });
});
