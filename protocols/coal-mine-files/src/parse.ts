import { decodeGb18030 } from '@anlan/wire';
import { dialectOf, layoutOf, LAYOUTS, type Dialect, type Layout } from './layouts.ts';
import { readRecord, type RecordOf } from './record.ts';
import { refuse, type Refusal } from './refusal.ts';
import { timeMs } from './time.ts';

/** A file read. */
export interface MineFile {
  readonly ok: true;
  readonly type: string;
  readonly header: Header;
  /** The good records in order; of those with the same key only the last. */
  readonly records: readonly RecordOf[];
  /** How many records the file has, good and bad. */
  readonly recordCount: number;
  /** The bad records, counted from 1, and why they are. */
  readonly skipped: readonly { readonly record: number; readonly reason: string }[];
  /** Records that a later one with the same key replaces, counted from 1. */
  readonly replaced: readonly { readonly record: number; readonly by: number }[];
}

/** The first part of a file; `extras` by their names, of a type without layout `extra1`, `extra2`, …. */
export interface Header {
  readonly mineCode: string;
  readonly mineName: string;
  readonly extras: Readonly<Record<string, string>>;
  /** "yyyy-MM-dd HH:mm:ss" in China. */
  readonly time: string;
}

export interface ParseOptions {
  /** The type in the file's name, such as RYSS. */
  readonly type: string;
  /** The mine that sends, which the header has to name; any when absent. */
  readonly mineCode?: string;
  /** Layouts instead of `LAYOUTS`. */
  readonly layouts?: Readonly<Record<string, Layout>>;
  /** Longest file in bytes or characters: 16 MiB by default. */
  readonly longest?: number;
}

/**
 * Reads a file; never throws. Bytes are UTF-8 or else GB18030; a mark, line breaks and blanks are tolerated.
 *
 * Refuses a file as a whole for its end or header; bad records are `skipped`. `incomplete` means that the end is not
 * there yet: the sender may still be writing.
 */
export function parseFile(content: Uint8Array | string, options: ParseOptions): MineFile | Refusal {
  const { type, longest = 1 << 24, layouts = LAYOUTS } = options;
  if (content.length > longest) return refuse('too-large', longest, `longer than ${longest}`);
  const text = (typeof content === 'string' ? content : textOf(content)).replace(/^\ufeff/, '').replace(/[\r\n]/g, '');
  const dialect = dialectOf(type);
  const end = text.indexOf(dialect.end);
  if (end < 0) return refuse('incomplete', text.length, `no ${dialect.end} at the end`);
  if (text.slice(end + dialect.end.length).trim() !== '') {
    return refuse('after-end', end + dialect.end.length, `something follows ${dialect.end}`);
  }
  const [head = '', ...rest] = text.slice(0, end).split(dialect.record);
  const layout = layoutOf(type, layouts);
  const header = readHeader(head, layout, options.mineCode);
  if ('ok' in header) return header;
  return { ok: true, type, header, ...readRecords(rest, layout, dialect) };
}

function readHeader(head: string, layout: Layout | undefined, sender: string | undefined): Header | Refusal {
  const parts = head.split(';').map((part) => part.trim());
  const least = 3 + (layout?.extras.length ?? 0);
  if (parts.length < least) return refuse('header-fields', 0, `${parts.length} fields, ${least} expected`);
  const mineCode = parts[0]!;
  const mineName = parts[1]!;
  // A type with extras has its time behind them; of a type without layout the time is the last field.
  const at = layout ? least - 1 : parts.length - 1;
  const time = parts[at]!;
  if (timeMs(time) === null) return refuse('header-time', 0, `'${time.slice(0, 40)}' is no time`);
  if (sender !== undefined && mineCode !== sender) {
    return refuse('header-mine', 0, `mine ${mineCode.slice(0, 40)} in a file of ${sender}`);
  }
  const names = layout?.extras ?? parts.slice(2, at).map((_, index) => `extra${index + 1}`);
  const extras = Object.fromEntries(names.map((name, index) => [name, parts[2 + index]!]));
  return { mineCode, mineName, extras, time };
}

type Records = Pick<MineFile, 'records' | 'recordCount' | 'skipped' | 'replaced'>;

function readRecords(pieces: readonly string[], layout: Layout | undefined, dialect: Dialect): Records {
  const good = new Map<number, RecordOf>();
  const places = new Map<string, number>();
  const skipped: { record: number; reason: string }[] = [];
  const replaced: { record: number; by: number }[] = [];
  // Every record is closed, so behind the last one there is nothing.
  const open = pieces.at(-1)?.trim() ?? '';
  const count = open === '' ? Math.max(pieces.length - 1, 0) : pieces.length;
  for (let number = 1; number <= count; number++) {
    const unclosed = number === pieces.length;
    const record = unclosed ? `not closed by ${dialect.record}` : readRecord(pieces[number - 1]!, layout);
    if (typeof record === 'string') {
      skipped.push({ record: number, reason: record });
      continue;
    }
    const key = layout?.key.map((name) => record[name]).join(';');
    const earlier = key === undefined ? undefined : places.get(key);
    if (earlier !== undefined) {
      replaced.push({ record: earlier, by: number });
      good.delete(earlier);
    }
    if (key !== undefined) places.set(key, number);
    good.set(number, record);
  }
  return { records: [...good.values()], recordCount: count, skipped, replaced };
}

const utf8 = new TextDecoder();

function textOf(bytes: Uint8Array): string {
  const text = utf8.decode(bytes);
  return text.includes('\ufffd') ? decodeGb18030(bytes) : text;
}
