import {
  analogValue,
  type Application,
  COMPONENT_STATES,
  DEVICE_OPERATIONS,
  DEVICE_STATES,
  momentOf,
  objectsOf,
  setBits,
  type StateBit,
  SYSTEM_OPERATIONS,
  SYSTEM_STATES,
  type TimeTag,
} from '@anlan/gb26875';
import type { KnownDevice, KnownPoint, Signal } from '@anlan/kernel/telemetry';

type Points = KnownDevice['points'];

const KILO_TO_MEGA = 1000;

/** Where the signals of a device come from: its points, and the time for tags that are none (epoch ms). */
export interface Reader {
  readonly points: Points;
  readonly now: number;
}

/** Key of a component: system type, system address, component address – `11.1.65537`. */
export function componentKey(object: { systemType: number; systemAddress: number; componentAddress: number }): string {
  return `${object.systemType}.${object.systemAddress}.${object.componentAddress}`;
}

/**
 * The signals of application data. Analogue values have the key `<component>.<kind of value>`; states
 * `<component>.<bit>`, `<system type>.<system address>.<bit>` and `device.<bit>`, 1 when set – sent on only where the
 * register has such a point, since each object carries up to sixteen of them.
 */
export function signalsOf(application: Application | undefined, reader: Reader): readonly Signal[] {
  return [
    ...objectsOf(application, 1).flatMap((object) =>
      bitSignals(`${object.systemType}.${object.systemAddress}`, object.state, SYSTEM_STATES, object.time, reader),
    ),
    ...objectsOf(application, 2).flatMap((object) =>
      bitSignals(componentKey(object), object.state, COMPONENT_STATES, object.time, reader),
    ),
    ...objectsOf(application, 3).flatMap((object) => analogSignal(object, reader)),
    ...objectsOf(application, 4).flatMap((object) =>
      bitSignals(
        `${object.systemType}.${object.systemAddress}.operation`,
        object.operation,
        SYSTEM_OPERATIONS,
        object.time,
        reader,
      ),
    ),
    ...objectsOf(application, 21).flatMap((object) =>
      bitSignals('device', object.deviceState, DEVICE_STATES, object.time, reader),
    ),
    ...objectsOf(application, 24).flatMap((object) =>
      bitSignals('device.operation', object.operation, DEVICE_OPERATIONS, object.time, reader),
    ),
  ];
}

function bitSignals(
  prefix: string,
  state: number,
  bits: readonly StateBit[],
  time: TimeTag,
  { points, now }: Reader,
): Signal[] {
  const set = new Set(setBits(state, bits));
  const at = timeOf(time, now);
  return bits
    .map((bit) => ({ point: `${prefix}.${bit.key}`, value: set.has(bit) ? 1 : 0 }))
    .filter(({ point }) => points === undefined || points.has(point))
    .map(({ point, value }) => ({ kind: 'reading', point, at, value, quality: 'good' }));
}

function analogSignal(
  object: {
    systemType: number;
    systemAddress: number;
    componentAddress: number;
    analogType: number;
    valueRaw: number;
    time: TimeTag;
  },
  { points, now }: Reader,
): Signal[] {
  const point = `${componentKey(object)}.${object.analogType}`;
  const known = points?.get(point);
  const measured = analogValue(object.analogType, object.valueRaw);
  if (!measured && known?.scale == null) return [];
  const value = scaled(object.valueRaw, measured, known);
  return [{ kind: 'reading', point, at: timeOf(object.time, now), value, quality: 'good' }];
}

/** Water pressure fits neither 0.1 MPa nor always 0.1 kPa: the register's scale goes first, then its unit. */
function scaled(raw: number, measured: ReturnType<typeof analogValue>, known: KnownPoint | undefined): number {
  if (known?.scale != null) return rounded(raw * known.scale);
  if (!measured) return raw;
  if (measured.unit === 'kPa' && known?.unit === 'MPa') return rounded(measured.value / KILO_TO_MEGA);
  if (measured.unit === 'MPa' && known?.unit === 'kPa') return rounded(measured.value * KILO_TO_MEGA);
  return measured.value;
}

/** Beyond the steps of two bytes there are only the errors of binary fractions. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** Tags are binary or, from some devices, BCD; a tag that is no time gets the time of arrival. */
function timeOf(tag: TimeTag, now: number): number {
  return deviceTime(tag, now) ?? now;
}

const YEAR = 366 * 86_400_000;

/** The moment of a tag, read as binary where that is near now, else as BCD where that is; undefined when it is none. */
export function deviceTime(tag: TimeTag, now: number): number | undefined {
  const binary = momentOf(tag);
  if (binary !== undefined && Math.abs(binary - now) < YEAR) return binary;
  const bcd = momentOf(tag, 'bcd');
  return bcd !== undefined && Math.abs(bcd - now) < YEAR ? bcd : binary;
}
