import type { Entity, Field } from '../entity/index.ts';
import { halfWidth } from './clean.ts';
import { isBlank, textOf } from './value.ts';

/** A sheet as a grid of plain values; merged cells hold their value in every cell they cover. */
export interface Grid {
  readonly name: string;
  readonly rows: readonly (readonly unknown[])[];
}

/** Which column of a sheet is which member of the entity, and where its data begin (0-based rows and columns). */
export interface Layout {
  readonly sheet: string;
  readonly headerRow: number;
  /** Rows of the header: two where a group stands above its columns. */
  readonly headerRows: number;
  readonly columns: readonly { readonly column: number; readonly header: string; readonly member: string | null }[];
}

/** A member that a column may stand for. */
export interface Member {
  readonly key: string;
  readonly label: string;
  readonly words: readonly string[];
  readonly field?: Field;
}

/** Members a ledger may fill in: name, region, fields, place. */
export function membersOf(entity: Entity): readonly Member[] {
  const fields = Object.entries(entity.fields).map(([key, field]) => ({
    key,
    label: field.label,
    words: [field.label, field.labelEn, key, ...(field.also ?? [])],
    field,
  }));
  const place = [
    { key: 'lon', label: '经度', words: ['经度', 'lon', 'longitude', '东经'] },
    { key: 'lat', label: '纬度', words: ['纬度', 'lat', 'latitude', '北纬'] },
  ];
  return [
    {
      key: 'name',
      label: entity.nameLabel,
      words: [entity.nameLabel, entity.nameLabelEn, '名称', ...(entity.nameAlso ?? [])],
    },
    { key: 'regionPath', label: '所在辖区', words: REGION_WORDS },
    ...fields,
    ...(entity.located ? place : []),
  ];
}

const REGION_WORDS = [
  '所在辖区',
  '辖区',
  '属地',
  '所属辖区',
  '所属乡镇',
  '所在乡镇',
  '乡镇',
  '乡镇（街道）',
  '镇街',
  '所属街道',
  '街道',
  '所属区域',
  '所在区域',
  '行政区划',
  '所在地区',
  'region',
];

/** A heading without unit, marks and blanks: `* 从业人员（人）` → 从业人员. */
export function headingWord(text: string): string {
  return halfWidth(text)
    .toLowerCase()
    .replaceAll(/[(（[【][^)）\]】]*[)）\]】]/g, '')
    .replaceAll(/[\s*:：、，,.·/\\必填\-_]/g, '');
}

const DEEPEST_HEADER = 20;

/** Finds the header of a sheet: the row, among the first twenty, in which most headings are known; undefined where fewer than two are. */
export function findLayout(entity: Entity, grid: Grid): Layout | undefined {
  const words = new Map(
    membersOf(entity).flatMap(({ key, words }) => words.map((word) => [headingWord(word), key] as const)),
  );
  let best: { layout: Layout; known: number } | undefined;
  for (let row = 0; row < Math.min(grid.rows.length, DEEPEST_HEADER); row += 1) {
    for (const headerRows of [1, 2]) {
      const layout = layoutAt(grid, row, headerRows, words);
      const known = layout.columns.filter(({ member }) => member !== null).length;
      if (known >= 2 && known > (best?.known ?? 0)) best = { layout, known };
    }
  }
  return best?.layout;
}

function layoutAt(grid: Grid, headerRow: number, headerRows: number, words: ReadonlyMap<string, string>): Layout {
  const rows = grid.rows.slice(headerRow, headerRow + headerRows);
  const width = Math.max(0, ...rows.map((row) => row.length));
  const used = new Set<string>();
  const columns = Array.from({ length: width }, (_, column) => {
    const parts = [...new Set(rows.map((row) => textOf(row[column]).trim()).filter((text) => text !== ''))];
    // The lowest heading says most; with its group it may say more: 有效期 under 安全生产许可证.
    const tries = [parts.join(''), parts.at(-1) ?? '', parts[0] ?? ''].map(headingWord);
    const member = tries.map((word) => words.get(word)).find((key) => key !== undefined && !used.has(key)) ?? null;
    if (member !== null) used.add(member);
    return { column, header: parts.join(' / '), member };
  });
  return { sheet: grid.name, headerRow, headerRows, columns: columns.filter(({ header }) => header !== '') };
}

/** A line of a ledger that holds no record: blank, a total, a heading repeated, a note under the table. */
export function isNoRecord(layout: Layout, row: readonly unknown[]): boolean {
  const mapped = layout.columns.filter(({ member }) => member !== null);
  const filled = mapped.filter(({ column }) => !isBlank(row[column]));
  const first = halfWidth(textOf(row.find((cell) => !isBlank(cell))));
  if (filled.length === 0 || /^(合计|总计|小计|共计|累计|总数)/.test(first)) return true;
  const name = mapped.find(({ member }) => member === 'name');
  const nameText = name === undefined ? '' : halfWidth(textOf(row[name.column]));
  if (/^(合计|总计|小计|共计)$/.test(nameText.replaceAll(' ', ''))) return true;
  if (filled.every(({ column, header }) => headingWord(header).endsWith(headingWord(textOf(row[column]))))) return true;
  return (
    filled.length === 1 &&
    new Set(row.filter((cell) => !isBlank(cell)).map(textOf)).size === 1 &&
    /^(注|备注|说明|填表|制表|审核|填报|单位负责人)/.test(first)
  );
}
