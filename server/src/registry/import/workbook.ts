import { both, refuse, type Refusal } from '@anlan/kernel/refusal';
import { EncryptedFileError, HucreError } from 'hucre';
import { readXlsx } from 'hucre/xlsx';
import type { Grid } from '@anlan/kernel/registry';

/** Largest workbook taken, in bytes; rows and columns of a sheet; bytes it may unpack to. */
export const LIMITS = { bytes: 20 * 1024 * 1024, rows: 60_000, columns: 200, unpacked: 300 * 1024 * 1024, ratio: 120 };

const unreadable = (zh: string, en: string): Refusal => refuse('import-unreadable', { problem: both(zh, en) });
const EOCD = 0x06054b50;
const ENTRY = 0x02014b50;

/**
 * What a ZIP archive says it unpacks to, in bytes, from its central directory; undefined where it is no archive. Read
 * before anything is unpacked: a bomb is refused by what it announces, and the reader's own ceiling stops one that lies.
 */
export function unpackedSize(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && end > bytes.length - 65_558 && view.getUint32(end, true) !== EOCD) end -= 1;
  if (end < 0 || view.getUint32(end, true) !== EOCD) return undefined;
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let sum = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) return undefined;
    const size = view.getUint32(at + 24, true);
    // 2^32 − 1 refers to the 64-bit field: no ledger is that large.
    if (size === 0xffffffff) return Number.POSITIVE_INFINITY;
    sum += size;
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return sum;
}

/** The sheets of a workbook as grids, merged cells filled; refuses what is no workbook, locked, too large or a bomb. */
export async function readWorkbook(bytes: Uint8Array): Promise<Grid[] | Refusal> {
  if (bytes.length > LIMITS.bytes) return refuse('too-large', { limit: '20 MB' });
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    return unreadable(
      '是旧版 .xls 或加了密码的文件，请另存为不加密的 .xlsx',
      'an old .xls or a protected file: save it as .xlsx without a password',
    );
  const unpacked = unpackedSize(bytes);
  if (unpacked === undefined) return unreadable('不是 Excel 工作簿（.xlsx）', 'it is no Excel workbook (.xlsx)');
  if (unpacked > LIMITS.unpacked || unpacked > Math.max(50 * 1024 * 1024, bytes.length * LIMITS.ratio))
    return unreadable('解压后过大，疑似压缩炸弹', 'it unpacks to far more than a ledger');
  try {
    const workbook = await readXlsx(bytes, {
      sheets: (info) => info.hidden !== true && info.veryHidden !== true,
      maxRows: LIMITS.rows + 1,
    });
    const long = workbook.sheets.find((sheet) => sheet.rows.length > LIMITS.rows);
    if (long !== undefined) return refuse('too-large', { limit: both(`${LIMITS.rows} 行`, `${LIMITS.rows} rows`) });
    return workbook.sheets.map((sheet) => ({ name: sheet.name, rows: filled(sheet.rows, sheet.merges ?? []) }));
  } catch (error) {
    if (error instanceof EncryptedFileError) return unreadable('文件加了密码', 'it is protected by a password');
    if (error instanceof HucreError || error instanceof RangeError || error instanceof SyntaxError)
      return unreadable('文件已损坏', 'it is damaged');
    throw error;
  }
}

interface Merge {
  readonly startRow: number;
  readonly startCol: number;
  readonly endRow: number;
  readonly endCol: number;
}

/** Every cell of a merged range holds the value of its first. */
function filled(rows: readonly (readonly unknown[])[], merges: readonly Merge[]): unknown[][] {
  const grid = rows.map((row) => row.slice(0, LIMITS.columns));
  for (const { startRow, startCol, endRow, endCol } of merges) {
    const value = grid[startRow]?.[startCol] ?? null;
    for (let row = startRow; row <= Math.min(endRow, grid.length - 1); row += 1)
      for (let column = startCol; column <= Math.min(endCol, LIMITS.columns - 1); column += 1)
        grid[row]![column] = value;
  }
  return grid;
}
