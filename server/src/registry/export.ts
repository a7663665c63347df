import { Readable } from 'node:stream';
import { writeXlsxStream } from 'hucre/xlsx';
import type { CodeLists } from '@anlan/kernel/code-list';
import type { Entity } from '@anlan/kernel/entity';
import type { Scope } from '@anlan/kernel/access';
import { withScope, type Database } from '../access/scoped.ts';
import { csvLine, exportColumns } from './csv.ts';
import { readRecords } from './list.ts';
import { knowsNames, masked } from './mask.ts';
import type { RegistryRecord } from './table.ts';

const CHUNK = 1000;

/** Records of the ids in short transactions of a thousand: a long download holds none open, and memory does not grow. */
async function* recordsOf(
  db: Database,
  scope: Scope,
  entity: Entity,
  ids: readonly string[],
  clear: boolean,
): AsyncGenerator<RegistryRecord> {
  for (let from = 0; from < ids.length; from += CHUNK) {
    const records = await withScope(db, scope, (tx) => readRecords(tx, entity, ids.slice(from, from + CHUNK)));
    for (const record of records) yield clear ? record : masked(entity, record, knowsNames(scope));
  }
}

export interface Wanted {
  readonly db: Database;
  readonly scope: Scope;
  readonly entity: Entity;
  readonly ids: readonly string[];
  readonly lists: CodeLists;
  /** Personal data in clear. */
  readonly clear: boolean;
}

/** The records as a stream of CSV; the byte order mark makes spreadsheets read it as UTF-8. */
export function csvStream({ db, scope, entity, ids, lists, clear }: Wanted): Readable {
  const columns = exportColumns(entity, lists);
  async function* lines(): AsyncGenerator<string> {
    yield `\uFEFF${csvLine(columns.map(([label]) => label))}`;
    let block = '';
    for await (const record of recordsOf(db, scope, entity, ids, clear)) {
      block += csvLine(columns.map(([, cell]) => cell(record)));
      if (block.length > 60_000) {
        yield block;
        block = '';
      }
    }
    if (block !== '') yield block;
  }
  return Readable.from(lines());
}

type CellValue = string | number | boolean | null;

/** A cell that no spreadsheet takes for a formula: text stays text in a workbook, whatever it begins with. */
function cellValue(value: unknown): CellValue {
  if (value == null || typeof value === 'number' || typeof value === 'boolean') return value ?? null;
  return String(value)
    .replaceAll(/(?![\t\n\r])\p{Cc}/gu, '')
    .slice(0, 32_000);
}

/** The records as a stream of an Excel workbook with a frozen heading. */
export function xlsxStream({ db, scope, entity, ids, lists, clear }: Wanted): Readable {
  const columns = exportColumns(entity, lists);
  async function* rows(): AsyncGenerator<CellValue[]> {
    for await (const record of recordsOf(db, scope, entity, ids, clear))
      yield columns.map(([, cell]) => cellValue(cell(record)));
  }
  const stream = writeXlsxStream(rows(), {
    name: entity.label.slice(0, 31),
    columns: columns.map(([header]) => ({ header, width: Math.min(40, Math.max(10, header.length * 2 + 2)) })),
    freezePane: { rows: 1, columns: 1 },
  });
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
}
