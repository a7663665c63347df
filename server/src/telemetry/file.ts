import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { writeXlsxStream } from 'hucre/xlsx';
import { z } from 'zod';
import type { ExportSize } from '@anlan/kernel/telemetry';

/** Rows of a file: some two gigabytes of text, some ten minutes. */
export const MOST_ROWS = 20_000_000;
/** Rows of a workbook: it is opened as a whole. */
export const MOST_SHEET_ROWS = 100_000;
/** Each reads the history for as long as its reader takes; the others' questions must find room beside them. */
const AT_ONCE = 2;

export const FILE_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json',
} as const;
export type FileFormat = keyof typeof FILE_TYPES;

export const gzipSchema = z.enum(['0', '1']).default('0').describe('1: packed by gzip');

/** How much an export may hold beside what it would. */
export const sizeOf = (objects: number, rows: number): ExportSize => ({
  objects,
  rows,
  most: MOST_ROWS,
  mostSheet: MOST_SHEET_ROWS,
});

/** Says that a file would have more rows than it may. */
export function tooMany(rows: number, format: FileFormat): Refusal | undefined {
  const most = format === 'xlsx' ? MOST_SHEET_ROWS : MOST_ROWS;
  if (rows <= most) return undefined;
  const facts = { rows: rows.toLocaleString('en'), most: most.toLocaleString('en') };
  return refuse('export-rows', facts, 'to');
}

let underWay = 0;

/**
 * Takes one of the places for exports, or says that there is none. `entered` writes the export down; the place is free
 * again when the stream has ended, or at once where that failed.
 */
export async function openPlace(entered: () => Promise<void>): Promise<((stream: Readable) => Readable) | Refusal> {
  if (underWay >= AT_ONCE) return refuse('export-busy', { most: AT_ONCE });
  underWay += 1;
  try {
    await entered();
  } catch (error) {
    underWay -= 1;
    throw error;
  }
  return (stream) => stream.once('close', () => (underWay -= 1));
}

/** Text as a stream, packed where that is asked for. What breaks it breaks the download: half a file never looks whole. */
export function textStream(pieces: AsyncIterable<string | Uint8Array>, gzip: boolean): Readable {
  const plain = Readable.from(pieces, { objectMode: false });
  if (!gzip) return plain;
  const packed = createGzip({ level: 3 });
  plain.on('error', (error) => packed.destroy(error));
  packed.on('close', () => plain.destroy());
  return plain.pipe(packed);
}

/** Rows as a workbook of one sheet with a frozen heading. */
export function sheetStream(
  name: string,
  heads: readonly string[],
  rows: AsyncIterable<(string | number | null)[]>,
): Readable {
  const stream = writeXlsxStream(rows, {
    name,
    columns: heads.map((header) => ({ header, width: Math.max(12, header.length * 2 + 2) })),
    freezePane: { rows: 1, columns: 0 },
  });
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
}
