import {
  collectedPointSchema,
  type CollectedPoint,
  type Collected,
  type CollectionView,
  settingsSchema,
} from '@anlan/kernel/collection';

/** Columns of a row after those of the point, by protocol; what is left empty takes the default. */
export const SOURCE_COLUMNS = {
  modbus: ['table', 'address', 'type', 'order', 'bit', 'scale', 'offset'],
  opcua: ['node', 'scale', 'offset'],
  sparkplug: ['metric', 'scale', 'offset'],
  jt808: ['message', 'position', 'type', 'order', 'bit', 'scale', 'offset'],
} as const satisfies Record<Collected, readonly string[]>;
export const POINT_COLUMNS = ['key', 'name', 'kind', 'unit', 'rangeLow', 'rangeHigh'] as const;

const NUMBERS: ReadonlySet<string> = new Set([
  'rangeLow',
  'rangeHigh',
  'address',
  'message',
  'position',
  'bit',
  'scale',
  'offset',
]);

export interface Problem {
  /** Counted from 1. */
  readonly row: number;
  readonly text: string;
}

export interface Rows {
  readonly points: readonly CollectedPoint[];
  readonly sources: readonly Readonly<Record<string, unknown>>[];
  readonly problems: readonly Problem[];
}

/** Reads rows as they are copied from a spreadsheet: cells between tabs (or semicolons), one point a line. */
export function readRows(protocol: Collected, text: string): Rows {
  const points: CollectedPoint[] = [];
  const sources: Record<string, unknown>[] = [];
  const problems: Problem[] = [];
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, row: index + 1 }));
  for (const { line, row } of lines) {
    if (line.trim() === '') continue;
    const cells = line.split(line.includes('\t') ? '\t' : ';').map((cell) => cell.trim());
    const columns = [...POINT_COLUMNS, ...SOURCE_COLUMNS[protocol]];
    const filled = Object.fromEntries(columns.map((column, index) => [column, cellOf(column, cells[index] ?? '')]));
    const given = POINT_COLUMNS.map((column) => [column, filled[column] ?? (NUMBERS.has(column) ? null : '')] as const);
    const point = collectedPointSchema.safeParse(Object.fromEntries(given));
    const places = SOURCE_COLUMNS[protocol].flatMap((column) =>
      filled[column] === undefined ? [] : [[column, filled[column]] as const],
    );
    const source: Record<string, unknown> = { point: filled['key'], ...Object.fromEntries(places) };
    const fault = point.success ? sourceFault(protocol, source) : point.error.issues[0]?.message;
    if (fault !== undefined) problems.push({ row, text: fault });
    if (point.success) points.push(point.data);
    sources.push(source);
  }
  return { points, sources, problems: [...problems, ...repeated(points)] };
}

function cellOf(column: string, text: string): string | number | undefined {
  if (text === '') return undefined;
  return NUMBERS.has(column) && Number.isFinite(Number(text)) ? Number(text) : text;
}

const FRAME: Record<Collected, object> = {
  modbus: { host: 'x' },
  opcua: { endpoint: 'opc.tcp://x' },
  sparkplug: {},
  jt808: {},
};

function sourceFault(protocol: Collected, source: object): string | undefined {
  return settingsSchema.safeParse({ protocol, ...FRAME[protocol], sources: [source] }).error?.issues[0]?.message;
}

function repeated(points: readonly CollectedPoint[]): Problem[] {
  const seen = new Map<string, number>();
  return points.flatMap(({ key }, index) => {
    const earlier = seen.get(key);
    seen.set(key, index + 1);
    return earlier === undefined ? [] : [{ row: index + 1, text: `点位 ${key} 在第 ${earlier} 行已有` }];
  });
}

/** The rows of a collection as they are edited and copied to a spreadsheet. */
export function writeRows(protocol: Collected, view: CollectionView): string {
  const sources = new Map<string, Readonly<Record<string, unknown>>>(
    (view.settings?.sources ?? []).map((source) => [source.point, { ...source }]),
  );
  return view.points
    .filter(({ key }) => sources.has(key))
    .map((point) => {
      const own: Readonly<Record<string, unknown>> = { ...point };
      const source = sources.get(point.key) ?? {};
      const cells = [...POINT_COLUMNS.map((column) => own[column]), ...SOURCE_COLUMNS[protocol].map((c) => source[c])];
      return cells.map((cell) => (cell === null || cell === undefined ? '' : String(cell))).join('\t');
    })
    .join('\n');
}
