import type { Actor } from '@anlan/kernel/access';
import { halfWidth } from '@anlan/kernel/registry';
import { isRefusal, toProblem, type Refusal } from '@anlan/kernel/refusal';
import type { SheetRow } from '@anlan/kernel/telemetry';
import { checkChange, type Change, type Found } from '../change.ts';
import { checkLimits, checkPoint } from '../check.ts';
import type { Entry } from '../enter.ts';
import type { Setting } from '../read.ts';
import { COLUMNS, limitWords, type Column, type Found as Columns } from './columns.ts';
import type { Fault, Known, Line } from './read.ts';

/** What a line does: enters a point, changes one, its limits, or nothing. */
export interface Planned {
  readonly row: SheetRow;
  readonly enter?: Entry;
  readonly change?: { readonly point: Setting; readonly change: Change };
  readonly limits?: { readonly point: Setting; readonly limits: Readonly<Record<string, number>> };
}

/** Members of a refusal's field, by the column they stand in. */
const AT: Readonly<Record<string, Column>> = { binding: 'bound' };

function faultOf(refusal: Refusal): readonly Fault[] {
  const [member = ''] = (refusal.field ?? '').split('.');
  const column = AT[member] ?? (member in COLUMNS ? (member as Column) : 'key');
  return [{ column, problem: toProblem(refusal, 'zh').zh }];
}

/** Compares lines with what is registered, channel by channel of each device. */
export function planLines(
  actor: Actor,
  { lines, columns }: { readonly lines: readonly Line[]; readonly columns: Columns['columns'] },
  known: Known,
  points: readonly Setting[],
): Planned[] {
  const there = new Map(points.map((point) => [`${point.deviceId} ${point.key}`, point]));
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const plan = planned(line);
    if (!Array.isArray(plan)) return plan as Planned;
    const errors = (plan as Fault[]).map(({ column, problem }) => ({
      column: columns.get(column) ?? null,
      label: COLUMNS[column].label,
      problem,
    }));
    return { row: { ...rowOf(line, 'invalid'), errors } };
  });

  function planned(line: Line): Planned | readonly Fault[] {
    const { device, point, faults } = line;
    if (device === undefined || point === undefined) return faults;
    const channel = `${device.id} ${point.key}`;
    const twin = seen.get(channel);
    if (twin !== undefined) return [{ column: 'key', problem: `与第 ${twin} 行重复` }];
    seen.set(channel, line.line);
    const before = there.get(channel);
    if (before !== undefined) return compared(actor, line, { device, point: before, places: known.placesOf(device) });
    const checked = checkPoint(actor, device, known.placesOf(device), point);
    return isRefusal(checked) ? faultOf(checked) : { row: rowOf(line, 'new'), enter: { device, point: checked } };
  }
}

const FIXED = ['kind', 'unit'] as const;
const OPEN = ['name', 'rangeLow', 'rangeHigh', 'expectedPeriod', 'elevation'] as const;

/** Without what differs between two ways to type a name: width, brackets, blanks. */
const plain = (value: string | number | null) => (typeof value === 'string' ? halfWidth(value) : value);

/** A line of a point that is there: what differs, cell by cell. */
function compared(actor: Actor, line: Line, found: Found): Planned | readonly Fault[] {
  const point = line.point!;
  const before = found.point;
  const fixed = FIXED.filter((key) => before[key] !== point[key]);
  if (fixed.length > 0)
    return fixed.map((column) => ({ column, problem: `登记为“${before[column]}”，登记后不变；停用后另行登记` }));
  const differing = OPEN.filter((key) => plain(before[key]) !== plain(point[key]));
  const rebound = before.binding.at !== point.binding.at || before.binding.id !== point.binding.id;
  const limits = Object.fromEntries(
    Object.entries(point.limits).filter(([key, value]) => before.limits[key] !== value),
  );
  const change: Change = {
    ...Object.fromEntries(differing.map((key) => [key, point[key]])),
    ...(rebound && { binding: point.binding }),
  };
  const after = { ...before, limits: { ...before.limits, ...limits } };
  const wrong = checkChange({ ...found, point: after }, change) ?? checkLimits(actor, { ...point, limits });
  if (wrong !== undefined) return faultOf(wrong);
  const words = new Map([...limitWords(point.kind)].map(([label, key]) => [key, label]));
  const changes = [
    ...differing.map((key) => told(COLUMNS[key].label, before[key], point[key])),
    ...(rebound ? [told(COLUMNS.bound.label, before.binding.name, line.text.bound)] : []),
    ...Object.entries(limits).map(([key, value]) => told(words.get(key) ?? key, before.limits[key], value)),
  ];
  return {
    row: { ...rowOf(line, changes.length > 0 ? 'changed' : 'unchanged'), changes },
    ...(Object.keys(change).length > 0 && { change: { point: before, change } }),
    ...(Object.keys(limits).length > 0 && { limits: { point: before, limits } }),
  };
}

function told(label: string, from: string | number | null | undefined, to: string | number | null) {
  return { label, from: String(from ?? '—'), to: to === null || to === '' ? '—' : String(to) };
}

function rowOf({ line, text, device }: Line, state: SheetRow['state']): SheetRow {
  const { key, name } = text;
  return { line, device: device?.identity ?? text.device, key, name, state, errors: [], changes: [] };
}
