import { writeXlsx } from 'hucre/xlsx';
import { codeSchema, itemContentSchema, type Item, type ItemContent } from '@anlan/kernel/checklist';
import type { Grid } from '@anlan/kernel/registry';
import { LEVEL_LABELS, LEVELS } from '@anlan/kernel/entity';
import { CLASSES, GRADES } from '@anlan/systems/prevention';

type Labels = readonly (readonly [value: string, label: string])[];
const labelsOf = (options: readonly { value: string; label: string }[]): Labels =>
  options.map(({ value, label }) => [value, label] as const);

const LEVEL_WORDS: Labels = LEVELS.map((level) => [level, LEVEL_LABELS[level].risk] as const);
const USE_WORDS: Labels = [
  ['self', '自查'],
  ['enforcement', '执法'],
  ['standard', '标准化'],
];
const TIER_WORDS: Labels = [
  ['shift', '班组'],
  ['department', '部门'],
  ['manager', '经理'],
];
const PHOTO_WORDS: Labels = [
  ['none', '不要求'],
  ['bad', '不符合时'],
  ['always', '必须'],
];

type Kind = 'text' | 'number' | 'list' | { readonly one: Labels } | { readonly many: Labels };

/** Columns of the workbook: heading, member of the content, how it reads. */
const COLUMNS: readonly (readonly [heading: string, key: keyof ItemContent, kind: Kind])[] = [
  ['检查内容', 'title', 'text'],
  ['依据条款', 'clauses', 'list'],
  ['判定标准', 'criteria', 'text'],
  ['检查方法', 'method', 'text'],
  ['所需证据', 'evidence', 'text'],
  ['适用行业', 'sectors', 'list'],
  ['类别', 'class', { one: labelsOf(CLASSES) }],
  ['建议颜色', 'level', { one: LEVEL_WORDS }],
  ['建议分级', 'grade', { one: labelsOf(GRADES) }],
  ['标准化要素', 'element', 'text'],
  ['分值', 'weight', 'number'],
  ['罚则', 'penalty', 'text'],
  ['用途', 'uses', { many: USE_WORDS }],
  ['自查层级', 'tiers', { many: TIER_WORDS }],
  ['拍照', 'photo', { one: PHOTO_WORDS }],
  ['读数名称', 'valueLabel', 'text'],
  ['读数单位', 'valueUnit', 'text'],
  ['读数上限', 'valueMax', 'number'],
  ['读数下限', 'valueMin', 'number'],
  ['来源', 'origin', 'text'],
];
const CODE = '条目编号';
const SEPARATOR = /[;；\n]+/;

const wordOf = (labels: Labels, value: string): string => labels.find(([key]) => key === value)?.[1] ?? value;
const keyOf = (labels: Labels, word: string): string =>
  labels.find(([key, label]) => label === word || key === word)?.[0] ?? word;

/** The master as a workbook that can be brought in again as it is. */
export function masterSheet(items: readonly Item[]): Promise<Uint8Array> {
  const rows = items.map((item) => [item.code, ...COLUMNS.map(([, key, kind]) => shown(item[key], kind))]);
  const headings = [CODE, ...COLUMNS.map(([heading]) => heading)];
  return writeXlsx({
    sheets: [
      {
        name: '检查条目总库',
        columns: headings.map((_, index) => ({ width: [14, 44, 36, 30][index] ?? 16 })),
        rows: [headings, ...rows],
        freezePane: { rows: 1, columns: 2 },
      },
    ],
  });
}

function shown(value: unknown, kind: Kind): string | number | null {
  if (value == null) return null;
  if (kind === 'number') return value as number;
  if (kind === 'text') return String(value);
  if (kind === 'list') return (value as string[]).join('；');
  if ('one' in kind) return wordOf(kind.one, String(value));
  return (value as string[]).map((one) => wordOf(kind.many, one)).join('；');
}

export interface SheetRow {
  /** Row of the sheet, from 1. */
  readonly row: number;
  readonly code: string;
  readonly content: ItemContent | null;
  readonly problem: string | null;
}

/** Rows of the first sheet that has the heading of codes; a row with a problem says which. */
export function readSheet(grids: readonly Grid[]): SheetRow[] | undefined {
  for (const { rows } of grids) {
    const head = rows.findIndex((row) => row.some((cell) => String(cell ?? '').trim() === CODE));
    if (head < 0) continue;
    const headings = rows[head]!.map((cell) => String(cell ?? '').trim());
    return rows.slice(head + 1).flatMap((cells, index) => {
      if (cells.every((cell) => cell == null || String(cell).trim() === '')) return [];
      const cell = (heading: string): unknown => cells[headings.indexOf(heading)];
      return [readRow(head + index + 2, cell)];
    });
  }
  return undefined;
}

function readRow(row: number, cell: (heading: string) => unknown): SheetRow {
  const code = String(cell(CODE) ?? '').trim();
  const known = codeSchema.safeParse(code);
  const content = itemContentSchema.safeParse(
    Object.fromEntries(
      COLUMNS.map(([heading, key, kind]) => [key, taken(cell(heading), kind)]).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  );
  if (!known.success) return { row, code, content: null, problem: known.error.issues[0]?.message ?? '条目编号不对' };
  if (content.success) return { row, code, content: content.data, problem: null };
  const issue = content.error.issues[0];
  const heading = COLUMNS.find(([, key]) => key === issue?.path[0])?.[0] ?? '';
  return { row, code, content: null, problem: `${heading}：${issue?.message ?? '不对'}` };
}

function taken(value: unknown, kind: Kind): unknown {
  const text = value == null ? '' : String(value).trim();
  if (kind === 'list' || (typeof kind === 'object' && 'many' in kind)) {
    const words = text
      .split(SEPARATOR)
      .map((word) => word.trim())
      .filter((word) => word !== '');
    return kind === 'list' ? words : words.map((word) => keyOf(kind.many, word));
  }
  if (text === '') return undefined;
  if (kind === 'number') return Number(text);
  return kind === 'text' ? text : keyOf((kind as { one: Labels }).one, text);
}
