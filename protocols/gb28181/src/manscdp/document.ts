import { encodeGb18030 } from '@anlan/wire';
import { type Refusal, refuse } from '../refusal.ts';
import { type Document, type Fields, type Kind, type Layout, LAYOUTS, type MessageName } from './tables.ts';
import { type Element, elementAt, readTree, writeElement } from './xml.ts';

type Values = Readonly<Record<string, string | number>>;

const ROOTS = ['Notify', 'Query', 'Response', 'Control'] as const;

/** Reads a document of `Application/MANSCDP+xml`. Elements not in the tables are left out. */
export function decodeDocument(bytes: Uint8Array): Document | Refusal {
  const root = readTree(bytes);
  if ('ok' in root) return root;
  if (!(ROOTS as readonly string[]).includes(root.name))
    return refuse('unknown-message', 0, `root ${root.name.slice(0, 40)}`);
  const command = elementAt(root, 'CmdType')?.text.trim();
  if (command === undefined || command === '') return refuse('field-missing', 0, 'no CmdType');
  const name = `${root.name}/${command}`;
  if (!Object.hasOwn(LAYOUTS, name)) return refuse('unknown-message', 0, name.slice(0, 80));
  const layout: Layout = LAYOUTS[name as MessageName];
  const deviceId = elementAt(root, 'DeviceID')?.text.trim() ?? '';
  if (deviceId === '') return refuse('field-missing', 0, 'no DeviceID');
  const sn = elementAt(root, 'SN')?.text.trim() ?? '';
  const read = {
    name,
    sn: /^\d{1,10}$/.test(sn) ? Number(sn) : 0,
    deviceId,
    fields: readFields(root, layout.fields),
    ...(layout.list === undefined ? {} : { items: readList(root, layout.list) }),
  };
  // The tables make the shape; the type follows from the same tables.
  return read as unknown as Document;
}

function readList(root: Element, [name, fields]: readonly [string, Fields]): Values[] {
  const items = elementAt(root, name)?.children.filter((child) => child.name === 'Item') ?? [];
  return items.map((item) => readFields(item, fields));
}

function readFields(element: Element, fields: Fields): Values {
  const values: Record<string, string | number> = {};
  for (const [name, field] of Object.entries(fields)) {
    const [kind, ...paths] = partsOf(name, field);
    for (const path of paths) {
      const value = valueOf(kind, elementAt(element, path)?.text.trim() ?? '');
      if (value === undefined) continue;
      values[name] = value;
      break;
    }
  }
  return values;
}

function partsOf(name: string, field: Fields[string]): readonly [Kind, ...string[]] {
  return typeof field === 'string' ? [field, name] : field;
}

/** An element that is empty, or no number where one is due, counts as left out. */
function valueOf(kind: Kind, text: string): string | number | undefined {
  if (text === '') return undefined;
  if (kind === 'text') return text;
  return /^[-+]?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}

/** Writes a document in GB 2312, or what of GB 18030 goes beyond it; `decodeDocument` gives it back. */
export function encodeDocument(document: Document, charset: 'GB2312' | 'UTF-8' = 'GB2312'): Uint8Array {
  const [root = '', command = ''] = document.name.split('/');
  const layout: Layout = LAYOUTS[document.name];
  const lines = [
    writeElement('CmdType', command),
    writeElement('SN', String(document.sn)),
    writeElement('DeviceID', document.deviceId),
    ...writeFields(document.fields, layout.fields),
  ];
  if (layout.list !== undefined) {
    const [name, fields] = layout.list;
    const items = document.items ?? [];
    const written = items.map((item) => writeElement('Item', writeFields(item, fields)));
    lines.push(`<${name} Num="${items.length}">\r\n${written.join('\r\n')}\r\n</${name}>`);
  }
  const text = `<?xml version="1.0" encoding="${charset}"?>\r\n${writeElement(root, lines)}\r\n`;
  return charset === 'GB2312' ? encodeGb18030(text) : new TextEncoder().encode(text);
}

/** Elements in the table's order; those below another element come together in it. */
function writeFields(values: Values, fields: Fields): string[] {
  const lines: string[] = [];
  const inner = new Map<string, Record<string, string | number>>();
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name];
    if (value === undefined) continue;
    const path = partsOf(name, field)[1] ?? name;
    const slash = path.indexOf('/');
    if (slash < 0) lines.push(writeElement(path, String(value)));
    else {
      const outer = path.slice(0, slash);
      inner.set(outer, { ...inner.get(outer), [path.slice(slash + 1)]: value });
    }
  }
  for (const [outer, members] of inner) {
    const table = Object.fromEntries(Object.keys(members).map((path) => [path, ['text', path] as const]));
    lines.push(writeElement(outer, writeFields(members, table)));
  }
  return lines;
}

const CHINA = 8 * 3_600_000;

/** A time as GB/T 28181 writes it, Chinese time without zone, as epoch ms; undefined for what is none. */
export function parseTime(text: string): number | undefined {
  const form = /^(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text.trim(),
  );
  if (form === null) return undefined;
  const [year, month, day, hour, minute, second] = form.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(local);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59)
    return undefined;
  return local - zoneOf(form[7]);
}

function zoneOf(zone: string | undefined): number {
  if (zone === undefined) return CHINA;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Epoch ms as GB/T 28181 writes it: `2026-03-18T09:30:00`. */
export function formatTime(at: number): string {
  return new Date(at + CHINA).toISOString().slice(0, 19);
}
