import { cleanNumber, halfWidth, isBlank, textOf, type Grid } from '@anlan/kernel/registry';
import { findQuantity } from '@anlan/kernel/system';
import { MEASURED_AT, pointInputSchema, type MeasuredAt, type PointInput } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import { ownPlace, type Binding } from '../places.ts';
import type { MeasuringDevice } from '../device.ts';
import { COLUMN_KEYS, COLUMNS, readLimits, type Column, type Found } from './columns.ts';

export interface Fault {
  readonly column: Column;
  readonly problem: string;
}

/** A line of the sheet: what it says as a point, as far as it can be read. */
export interface Line {
  /** As the workbook counts. */
  readonly line: number;
  readonly text: Readonly<Record<Column, string>>;
  readonly device: MeasuringDevice | undefined;
  readonly point: PointInput | undefined;
  readonly faults: readonly Fault[];
}

/** What a line is read against: the devices of the enterprise and what their points may be bound to. */
export interface Known {
  readonly devices: readonly MeasuringDevice[];
  placesOf(device: MeasuringDevice): readonly Binding[];
}

const NUMBERS = ['rangeLow', 'rangeHigh', 'expectedPeriod', 'elevation'] as const;
const NAMES: ReadonlySet<Column> = new Set(['name', 'bound']);
/** Seconds, where the sheet does not say. */
const USUAL_PERIOD = 60;

const KINDS = new Map(
  SYSTEMS.flatMap(({ quantities = [] }) => quantities).flatMap(({ key, label, labelEn }) =>
    [key, label, labelEn].map((word) => [word.toLowerCase(), key] as const),
  ),
);
const PLACES = new Map(
  (Object.entries(MEASURED_AT) as [MeasuredAt, readonly [string, string]][]).flatMap(([at, words]) =>
    [at, ...words].map((word) => [word.toLowerCase(), at] as const),
  ),
);

/** Reads the lines of a sheet that say anything. */
export function readLines(grid: Grid, found: Found, known: Known): Line[] {
  return grid.rows.slice(found.from).flatMap((cells, index) => {
    const text = Object.fromEntries(
      COLUMN_KEYS.map((key) => {
        const cell = cells[found.columns.get(key) ?? -1];
        // Names stay as they are written: Chinese ones carry Chinese brackets.
        return [key, isBlank(cell) ? '' : NAMES.has(key) ? textOf(cell).trim() : halfWidth(textOf(cell))];
      }),
    ) as Record<Column, string>;
    return Object.values(text).every((value) => value === '') ? [] : [readLine(found.from + index + 1, text, known)];
  });
}

function readLine(line: number, text: Record<Column, string>, known: Known): Line {
  const faults: Fault[] = [];
  const wrong = (column: Column, problem: string): undefined => void faults.push({ column, problem });
  const numbers = Object.fromEntries(
    NUMBERS.map((key) => {
      const read = text[key] === '' ? { value: null } : cleanNumber(text[key]);
      return [key, 'problem' in read ? (wrong(key, read.problem) ?? null) : read.value];
    }),
  ) as Record<(typeof NUMBERS)[number], number | null>;
  const device = deviceIn(known, text.device) ?? wrong('device', '本企业没有登记这台设备，或同名的不止一台');
  const kind = KINDS.get(text.kind.toLowerCase()) ?? wrong('kind', '没有这个监测量，请从列表选');
  const limits = kind === undefined ? {} : readLimits(kind, text.limits);
  if (typeof limits === 'string') wrong('limits', limits);
  const binding = device && kind && bindingIn(known.placesOf(device), device, kind, text, wrong);
  if (faults.length > 0 || device === undefined || binding === undefined)
    return { line, text, device, point: undefined, faults };
  const { key, name, unit } = text;
  const expectedPeriod = numbers.expectedPeriod ?? USUAL_PERIOD;
  const read = pointInputSchema.safeParse({ ...numbers, expectedPeriod, key, name, kind, unit, binding, limits });
  for (const { path, message } of read.error?.issues ?? [])
    wrong(COLUMN_KEYS.find((column) => column === path[0]) ?? 'name', message);
  return { line, text, device, point: read.data, faults };
}

function deviceIn({ devices }: Known, text: string): MeasuringDevice | undefined {
  const named = devices.filter(({ name }) => halfWidth(name) === text);
  return devices.find(({ identity }) => identity === text) ?? (named.length === 1 ? named[0] : undefined);
}

type Wrong = (column: Column, problem: string) => undefined;

/** What a line binds its point to: by kind and name, by name alone where it is the only one, or nothing but the enterprise. */
function bindingIn(
  places: readonly Binding[],
  device: MeasuringDevice,
  kind: string,
  { at: atText, bound }: Record<Column, string>,
  wrong: Wrong,
): Pick<Binding, 'at' | 'id'> | undefined {
  const at = atText === '' ? undefined : PLACES.get(atText.toLowerCase());
  if (atText !== '' && at === undefined) return wrong('at', `应为${COLUMNS.at.hint}`);
  if (bound === '') return unnamed(places, device, kind, at, wrong);
  const found = places.filter(
    (place) => halfWidth(place.name ?? '') === halfWidth(bound) && (at === undefined || place.at === at),
  );
  if (found.length === 1) return { at: found[0]!.at, id: found[0]!.id };
  return wrong('bound', found.length === 0 ? `本企业没有登记“${bound}”` : `“${bound}”不止一个，请填绑定类别`);
}

function unnamed(
  places: readonly Binding[],
  device: MeasuringDevice,
  kind: string,
  at: MeasuredAt | undefined,
  wrong: Wrong,
): Pick<Binding, 'at' | 'id'> | undefined {
  const own = ownPlace(device);
  const building = places.find((place) => place.at === 'building');
  // What is only measured in buildings is in the one the device stands in.
  if (building !== undefined && (at === 'building' || (at === undefined && onlyInBuildings(kind)))) return building;
  return at === undefined || at === own ? { at: own, id: null } : wrong('bound', '请填绑定对象的名称');
}

const onlyInBuildings = (kind: string): boolean =>
  findQuantity(SYSTEMS, kind)?.at.every((place) => place === 'building') === true;
