import { dialectOf, layoutOf, LAYOUTS, type Layout } from './layouts.ts';
import type { Header } from './parse.ts';
import { recordFault, type RecordOf } from './record.ts';
import { refuse, type Refusal } from './refusal.ts';
import { timeMs } from './time.ts';

/** What goes into a file. */
export interface Contents {
  readonly type: string;
  readonly header: Header;
  readonly records: readonly RecordOf[];
}

/**
 * Writes a file as text, to be encoded in UTF-8 and uploaded under a temporary name first.
 *
 * Refuses a type without layout, a record that does not fit it, and a value with a character that separates, for nothing
 * can be escaped. Fields missing from a record are empty.
 */
export function writeFile({ type, header, records }: Contents, layouts = LAYOUTS): string | Refusal {
  const layout = layoutOf(type, layouts);
  if (!layout) return refuse('layout', 0, `no layout of ${type}`);
  if (timeMs(header.time) === null) return refuse('header-time', 0, `'${header.time}' is no time`);
  const { record: recordEnd, end } = dialectOf(type);
  const head = [
    header.mineCode,
    header.mineName,
    ...layout.extras.map((name) => header.extras[name] ?? ''),
    header.time,
  ];
  const lines = [head, ...records.map((record) => layout.fields.map(([name]) => record[name] ?? ''))];
  for (const [index, line] of lines.entries()) {
    const fault = lineFault(line, recordEnd + end) ?? (index > 0 ? faultOf(records[index - 1]!, layout) : undefined);
    if (fault !== undefined) return refuse('record', index, `${index === 0 ? 'header' : `record ${index}`}: ${fault}`);
  }
  return lines.map((line) => line.join(';') + recordEnd).join('') + end;
}

function faultOf(record: RecordOf, { fields, key }: Layout): string | undefined {
  return recordFault(record, fields, key);
}

function lineFault(line: readonly string[], separators: string): string | undefined {
  for (const value of line) {
    const wrong = [...value].find((character) => `;；\r\n${separators}`.includes(character));
    if (wrong !== undefined) return `'${value}' contains ${JSON.stringify(wrong)}`;
  }
  return undefined;
}
