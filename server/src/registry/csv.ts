import { LEVEL_LABELS, type Entity, type Field, type Level } from '@anlan/kernel/entity';
import type { CodeLists } from '@anlan/kernel/code-list';
import type { RegistryRecord } from './table.ts';

type Cell = (record: RegistryRecord) => unknown;

/** How a field's value reads on paper: labels instead of keys, names instead of ids. */
const SHOWN: { readonly [K in Field['kind']]?: (value: unknown, field: Extract<Field, { kind: K }>) => unknown } = {
  level: (value) => LEVEL_LABELS[value as Level]?.risk ?? value,
  'yes-no': (value) => (value === true ? '是' : '否'),
};

function cellOf(key: string, field: Field, lists: CodeLists): Cell {
  if (field.kind === 'choice') {
    const at = Date.now();
    return (record) => lists.option(field, record[key], record.regionPath, at)?.label ?? record[key];
  }
  if (field.kind === 'reference') return (record) => record.labels[key] ?? '';
  const shown = SHOWN[field.kind] as ((value: unknown, field: Field) => unknown) | undefined;
  return (record) => {
    const value = record[key];
    return value == null || shown === undefined ? value : shown(value, field);
  };
}

/** Columns of an exported register: heading, and how a record's cell reads on paper, by the lists of the record's place. */
export function exportColumns(entity: Entity, lists: CodeLists): [label: string, cell: Cell][] {
  const place: [string, Cell][] = entity.located
    ? [
        ['经度', (record) => record['lon']],
        ['纬度', (record) => record['lat']],
      ]
    : [];
  const fields = Object.entries(entity.fields).map(([key, field]): [string, Cell] => {
    const unit = field.kind === 'number' && field.unit !== undefined ? `（${field.unit}）` : '';
    return [`${field.label}${unit}`, cellOf(key, field, lists)];
  });
  return [
    [entity.nameLabel, (record) => record.name],
    ['所在辖区', (record) => record.regionName],
    ...fields,
    ...place,
    ['数据标识', (record) => (record['demonstration'] === true ? '演示数据' : '')],
    ['更新时间', (record) => record.updatedAt],
  ];
}

/** One cell (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe (OWASP: CSV injection). */
function written(value: unknown): string {
  if (value == null) return '';
  const text = typeof value === 'string' && /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of CSV with its end. */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}
