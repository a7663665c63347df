import { may, type Actor } from '@anlan/kernel/access';
import { isRefusal, type Refusal, both, named, refuse, asIs, listed, type Words } from '@anlan/kernel/refusal';
import { findQuantity, type OwnedQuantity } from '@anlan/kernel/system';
import { CHANNELS, MADE_POINTS, MEASURED_AT, type MeasuredAt, type PointInput } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import { checkLimit } from '../alarm/limit-change.ts';
import { lacksVerb } from '../http/index.ts';
import type { MeasuringDevice } from './device.ts';
import type { Binding } from './places.ts';

/** Where the points of other protocols come from. */
const ELSEWHERE: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  modbus: ['在采集配置里加', 'add them to the collection'],
  opcua: ['在采集配置里加', 'add them to the collection'],
  coal: ['由确认的测点定义产生', 'they come from the confirmed definition'],
  gb28181: ['随摄像机登记产生', 'they come with the cameras'],
  watch: ['由工况模型产生', 'they come from the process model'],
};
const NO_POINTS = ['这种设备只报位置', 'such devices send positions only'] as const;

const unitsOf = (units: readonly string[]): Words =>
  listed(units.map((unit) => (unit === '' ? both('（无）', '(none)') : asIs(unit))));

function fromElsewhere(protocol: string): Refusal {
  const [where, en] = ELSEWHERE[protocol] ?? NO_POINTS;
  return refuse('point-protocol', { protocol, where: both(where, en) });
}

/** Are points of the device set up by people at all? */
export function checkSettable({ protocol }: Pick<MeasuringDevice, 'protocol'>): Refusal | undefined {
  return MADE_POINTS.has(protocol) ? fromElsewhere(protocol) : undefined;
}

/** Are points of the device registered by people, under such a channel? */
export function checkChannel({ protocol }: Pick<MeasuringDevice, 'protocol'>, key: string): Refusal | undefined {
  const channel = CHANNELS[protocol];
  if (channel === undefined) return fromElsewhere(protocol);
  if (channel.pattern.test(key)) return undefined;
  const { help, helpEn } = channel;
  return refuse('point-channel', { key, protocol, help: both(help, helpEn) }, 'key');
}

/** The quantity measured at a place, with its system; refused where no system measures it there. */
export function quantityAt(kind: string, at: MeasuredAt): OwnedQuantity | Refusal {
  const here = findQuantity(SYSTEMS, kind, at);
  if (here !== undefined) return here;
  const known = findQuantity(SYSTEMS, kind);
  if (known === undefined) return refuse('point-quantity', { kind }, 'kind');
  const places = SYSTEMS.flatMap(({ quantities = [] }) => quantities.filter(({ key }) => key === kind)).flatMap(
    (quantity) => quantity.at.map((place) => MEASURED_AT[place]),
  );
  const [zh, en] = MEASURED_AT[at];
  return refuse(
    'point-place',
    {
      quantity: named(known),
      place: both(zh, en),
      places: both(places.map(([word]) => word).join('、'), places.map(([, word]) => word).join(', ')),
    },
    'binding',
  );
}

export function checkUnit(quantity: OwnedQuantity, unit: string): Refusal | undefined {
  if (quantity.units.includes(unit)) return undefined;
  return refuse('point-unit', { units: unitsOf(quantity.units), unit, quantity: named(quantity) }, 'unit');
}

/** Is a binding one of the places that the device's points may have? */
export function checkBinding(places: readonly Binding[], { at, id }: Pick<Binding, 'at' | 'id'>): Refusal | undefined {
  if (places.some((place) => place.at === at && place.id === id)) return undefined;
  const [place, en] = MEASURED_AT[at];
  return refuse('point-binding', { place: both(place, en) }, 'binding');
}

type Limited = Pick<PointInput, 'kind' | 'limits' | 'name' | 'rangeLow' | 'rangeHigh'>;

/** Limits are for those who may set them, each one that a rule of the quantity knows, within the range. */
export function checkLimits(actor: Actor, point: Limited): Refusal | undefined {
  const { kind, limits, name, rangeLow: range_low, rangeHigh: range_high } = point;
  const entries = Object.entries(limits);
  if (entries.length > 0 && !may(actor, 'alarm.limit')) return lacksVerb('alarm.limit', 'limits');
  for (const [key, value] of entries) {
    const wrong = checkLimit({ id: '', name, kind, limits: {}, range_low, range_high }, key, value);
    if (wrong !== undefined) return { ...wrong, field: `limits.${key}` };
  }
  return undefined;
}

/** A point with the system it belongs to. */
export interface Checked extends PointInput {
  readonly system: string;
}

/** Is what is to be registered a point that the device can have? */
export function checkPoint(
  actor: Actor,
  device: MeasuringDevice,
  places: readonly Binding[],
  input: PointInput,
): Checked | Refusal {
  const quantity = quantityAt(input.kind, input.binding.at);
  if (isRefusal(quantity)) return quantity;
  const wrong =
    checkChannel(device, input.key) ??
    checkUnit(quantity, input.unit) ??
    checkBinding(places, input.binding) ??
    checkLimits(actor, input);
  return wrong ?? { ...input, system: quantity.system };
}
