import { openXlsx, saveXlsx } from 'hucre/xlsx';
import type { ImportRow } from '@anlan/kernel/registry';

const WRONG = { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFC7CE' } } as const;
const DOUBTFUL = { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFEB9C' } } as const;

/** The same workbook with every wrong cell filled red, every doubtful one yellow, each told why in a comment; nothing else of it is touched. */
export async function markErrors(
  bytes: Uint8Array,
  sheetName: string,
  rows: readonly (Pick<ImportRow, 'line' | 'errors'> & Partial<Pick<ImportRow, 'notices'>>)[],
): Promise<Uint8Array> {
  const workbook = await openXlsx(bytes, { readStyles: true });
  const sheet = workbook.sheets.find(({ name }) => name === sheetName);
  if (sheet === undefined) return bytes;
  sheet.cells ??= new Map();
  for (const { line, errors, notices = [] } of rows) {
    const byColumn = grouped([...errors, ...notices], ({ column }) => column ?? 0);
    for (const [column, wrong] of byColumn) {
      const key = `${line - 1},${column}`;
      const cell = sheet.cells.get(key);
      const value = cell?.value ?? sheet.rows[line - 1]?.[column] ?? null;
      const text = wrong.map(({ label, problem }) => `${label}：${problem}`).join('\n');
      sheet.cells.set(key, {
        type: value === null ? 'empty' : (typeof value as 'string' | 'number' | 'boolean'),
        ...cell,
        value,
        style: { ...cell?.style, fill: wrong.some((one) => errors.includes(one)) ? WRONG : DOUBTFUL },
        comment: { author: '安澜', text },
      });
    }
  }
  return saveXlsx(workbook);
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
