import type { Field, Kind, Layout } from './layouts.ts';
import { timeMs } from './time.ts';

/** A record by the names of its fields; of a type without layout `field1`, `field2`, …. */
export type RecordOf = Readonly<Record<string, string>>;

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)$/;

/** What many senders write for "none". */
const UNSET = '未设置';

/** Why a field's text is not what it should be; undefined when it is, as an empty one. */
function faultOf(name: string, kind: Kind, text: string): string | undefined {
  if (text === '' || kind === 'text') return undefined;
  if (kind === 'time') return timeMs(text) === null ? `bad ${name}` : undefined;
  if (kind === 'number') return NUMBER.test(text) ? undefined : `${name} is no number`;
  return kind.includes(text) ? undefined : `${name} must be ${kind.slice(0, -1).join(', ')} or ${kind.at(-1)}`;
}

/** Reads a record of a layout, or returns why it is bad. */
export function readRecord(text: string, layout: Layout | undefined): RecordOf | string {
  // Nothing is escaped, so a full-width semicolon is a separator somebody mistyped.
  if (text.includes('；')) return 'full-width semicolon';
  const parts = text.split(';').map((part) => part.trim());
  if (!layout) return Object.fromEntries(parts.map((part, index) => [`field${index + 1}`, part]));
  const { fields, key } = layout;
  if (parts.length !== fields.length) return `${parts.length} fields, ${fields.length} expected`;
  const record = Object.fromEntries(fields.map(([name], index) => [name, parts[index] === UNSET ? '' : parts[index]!]));
  return recordFault(record, fields, key) ?? record;
}

/** Why a record does not fit its layout; undefined when it does. */
export function recordFault(record: RecordOf, fields: readonly Field[], key: readonly string[]): string | undefined {
  const empty = key.find((name) => !record[name]);
  if (empty !== undefined) return `empty ${words(empty)}`;
  for (const [name, kind = 'text'] of fields) {
    const fault = faultOf(name, kind, record[name] ?? '');
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** `cardCode` as "card code". */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
