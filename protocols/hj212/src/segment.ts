/** One `name=value`. */
export type Pair = readonly [name: string, value: string];
/** One item of CP: its members, which stand between commas. */
export type Item = readonly Pair[];

/** A data segment taken apart, nothing interpreted: the fields before CP, and the items of CP. */
export interface Segment {
  readonly head: readonly Pair[];
  readonly items: readonly Item[];
}

const CP = 'CP=&&';

/** Takes a data segment apart (HJ 212-2017 §6.3), or returns undefined when it has no `CP=&&…&&`. */
export function parseSegment(text: string): Segment | undefined {
  const at = text.toUpperCase().indexOf(CP);
  if (at < 0) return undefined;
  const end = text.lastIndexOf('&&');
  if (end < at + CP.length) return undefined;
  const head = text.slice(0, at).split(';').filter(Boolean).map(pair);
  return { head, items: parseItems(text.slice(at + CP.length, end)) };
}

/** Writes a data segment. Names and values must be free of `;`, `,`, `=` and `&&`, texts between `//` excepted. */
export function writeSegment(segment: Segment): string {
  const head = segment.head.map(([name, value]) => `${name}=${value};`).join('');
  return `${head}${CP}${writeItems(segment.items)}&&`;
}

/** The items as they stand in CP. */
export function writeItems(items: readonly Item[]): string {
  return items.map((item) => item.map(([name, value]) => `${name}=${value}`).join(',')).join(';');
}

function pair(text: string): Pair {
  // ",MN=" after ";" is met.
  const clean = text.startsWith(',') ? text.slice(1) : text;
  const equals = clean.indexOf('=');
  return equals < 0 ? [clean, ''] : [clean.slice(0, equals), clean.slice(equals + 1)];
}

function parseItems(text: string): Item[] {
  const items: Pair[][] = [];
  let item: Pair[] = [];
  for (let from = 0; from < text.length;) {
    const to = memberEnd(text, from);
    if (to > from) item.push(pair(text.slice(from, to)));
    if (text[to] !== ',' && item.length > 0) {
      items.push(item);
      item = [];
    }
    from = to + 1;
  }
  if (item.length > 0) items.push(item);
  return items;
}

/** Where the member ends: at "," or ";", but not inside a text that stands between "//" and "//". */
function memberEnd(text: string, from: number): number {
  let end = separator(text, from);
  const quote = text.indexOf('=//', from);
  if (quote < 0 || quote > end) return end;
  const close = text.indexOf('//', quote + 3);
  if (close >= 0) end = separator(text, close + 2);
  return end;
}

function separator(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) if (text[at] === ',' || text[at] === ';') return at;
  return text.length;
}
