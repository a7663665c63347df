import { CodeLists } from '@anlan/kernel/code-list';
import { describe, expect, it } from 'vitest';
import type { Entity } from '@anlan/kernel/entity';
import { csvLine, exportColumns } from './csv.ts';
import { entityOf, type RegistryRecord } from './table.ts';

const record = (members: object): RegistryRecord => ({
  id: '',
  name: '甲厂',
  regionPath: 'cn.36.11.',
  regionName: '上饶市',
  organisationId: null,
  version: 1,
  updatedAt: '2026-03-18T00:00:00.000Z',
  retiredAt: null,
  labels: {},
  demonstration: true,
  ...members,
});

const csvOf = (entity: Entity, records: readonly RegistryRecord[]): string => {
  const columns = exportColumns(entity, new CodeLists([], []));
  return [
    csvLine(columns.map(([label]) => label)),
    ...records.map((one) => csvLine(columns.map(([, cell]) => cell(one)))),
  ].join('');
};

describe('a CSV export', () => {
  const [heading, ...lines] = csvOf(entityOf('enterprise'), [
    record({
      sector: 'fireworks',
      riskLevel: 'red',
      employees: -3,
      address: '=HYPERLINK("http://evil")',
      park: '甲,乙"丙',
    }),
    record({ name: '+cmd', phone: '\t@x' }),
  ]).split('\r\n');

  it('starts with Chinese headings', () => {
    expect(heading).toMatch(/^企业名称,所在辖区,统一社会信用代码,行业领域,安全风险等级,/);
  });

  it('writes labels for keys, and quotes what needs it', () => {
    expect(lines[0]).toContain(',烟花爆竹,重大,');
    expect(lines[0]).toContain(',"甲,乙""丙",');
    expect(lines[0]).toContain('演示数据');
  });

  it('lets no spreadsheet run a cell as a formula, and leaves numbers as they are', () => {
    expect(lines[0]).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(lines[0]).toContain(',-3,');
    expect(lines[1]).toMatch(/^'\+cmd,/);
    expect(lines[1]).toContain(",'\t@x,");
  });
});
