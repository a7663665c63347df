import { type FieldDevice, type FieldPoint, faultAt, samplesAt, signal } from '@anlan/data';
import { demonstrationSecret, hj212Password } from '@anlan/gateways';
import { COMPONENT_STATES, type ObjectOf, timeTagOf } from '@anlan/gb26875';
import { FireBox } from '../simulate/fire-box.ts';
import { type MineSensor, MineSender } from '../simulate/mine.ts';
import { type Factor, Station } from '../simulate/station.ts';
import type { Line, Surroundings } from './scenario.ts';
import type { Player } from './timeline.ts';

const PERIOD = 60_000;
const GAS = 'carbon-monoxide';
/** People whose cards a mine of the demonstration has given out. */
const STAFF = 130;
const HOUR = 3_600_000;
/** All devices have sent within this time of the start. */
const FIRST_WITHIN = 20_000;
const PRESSURE_SWITCH = 99;
const PUMP = 91;
/** Number of the pump among the components of its system. */
const PUMP_NUMBER = 3;

type Spoken = Line & { readonly ready: boolean };

/** What happens in a mine once an hour, so that whoever looks sees it: fumes of a blast, shifts that overlap. Minutes of the hour from the start. */
const FUMES = { minutes: [4, 12], to: 31 } as const;
const OVERLAP = { minutes: [20, 28], to: 97 } as const;

function during({ minutes: [from, to] }: { readonly minutes: readonly [number, number] }, since: number): boolean {
  const minute = (since % HOUR) / 60_000;
  return minute >= from && minute < to;
}

/** What a device's quality becomes as a data flag of HJ 212. */
const FLAGS: Readonly<Record<string, string>> = {
  good: 'N',
  calibration: 'C',
  maintenance: 'M',
  bad: 'D',
  suspect: 'T',
};

interface Measured {
  readonly point: FieldPoint;
  readonly value: number;
  readonly quality: string;
}

/** The points of a device now, by their models, with faults of instruments; a point in a gap says nothing. */
function measure(device: FieldDevice, at: number): Measured[] {
  return device.points.flatMap((point) => {
    const source = {
      valueAt: (t: number) => signal(point.model, point.seed ?? point.id, t),
      low: point.model.low,
      high: point.model.high,
    };
    const sample = samplesAt(source, faultAt(point.id, at), at).find((one) => one.at === at && one.arrivesAt <= at);
    return sample === undefined ? [] : [{ point, value: sample.value, quality: sample.quality }];
  });
}

/** A field device that plays its models over its protocol. */
export class FieldPlayer implements Player {
  readonly line: Spoken;
  readonly #speak: (at: number, stamp: number) => void;
  due: number;

  constructor(device: FieldDevice, around: Surroundings, index: number) {
    this.due = around.origin + ((index * 137) % FIRST_WITHIN);
    const made = MAKERS[device.protocol](device, around, () => this.due);
    this.line = made.line;
    this.#speak = made.speak;
  }

  ready(): boolean {
    return this.line.ready;
  }

  play(stamp: number): void {
    this.#speak(this.due, stamp);
  }

  advance(): void {
    this.due += PERIOD;
  }
}

interface Made {
  readonly line: Spoken;
  readonly speak: (at: number, stamp: number) => void;
}

const MAKERS: Readonly<
  Record<FieldDevice['protocol'], (device: FieldDevice, around: Surroundings, now: () => number) => Made>
> = {
  gb26875: (device, { options, counts }, now) => {
    const line = new FireBox({
      host: options.host,
      port: options.gb26875Port,
      address: Number(device.address),
      clock: Date.now,
      answered: () => (counts.acknowledged += 1),
      lost: (messages) => (counts.missed += messages),
      measure: () => analogs(measure(device, now()), Date.now()),
    });
    const speak = (at: number, stamp: number): void => {
      const values = measure(device, at);
      const objects = analogs(values, stamp);
      counts.sent += 1;
      if (objects.length > 0) line.values(objects);
      const manual = values.find(({ point }) => point.key.endsWith('.manual'));
      if (manual) line.states([systemState(manual, stamp)]);
      const states = componentStates(values, stamp);
      if (states.length > 0) line.components(states);
    };
    return { line, speak };
  },
  hj212: (device, { options, key, counts }, now) => {
    const secret = demonstrationSecret(key, `hj212:${device.address}`);
    const line: Station = new Station({
      host: options.host,
      port: options.hj212Port,
      mn: device.address,
      pw: hj212Password(secret),
      clock: Date.now,
      answered: () => (counts.acknowledged += 1),
      lost: (messages) => (counts.missed += messages),
      asked: (cn) => void (cn === '2011' && line.upload('2011', Date.now(), factors(measure(device, now())))),
    });
    const speak = (at: number, stamp: number): void => {
      counts.sent += 1;
      line.upload('2011', stamp, factors(measure(device, at)));
      if (at % HOUR < PERIOD) line.upload('2061', stamp - (at % HOUR) - HOUR, hourly(device, at));
    };
    return { line, speak };
  },
  coal: (device, { options, counts, origin }) => {
    const { mineFolder: folder } = options;
    const up = folder !== undefined;
    const line = { connected: up, ready: up, start: () => {}, end: () => {} };
    if (!up) return { line, speak: () => {} };
    const name = device.name.replace('（演示）', '');
    const sender = new MineSender({ folder, code: device.address, name });
    const sensors = sensorsOf(device);
    const people = device.points.find(({ key }) => key === 'people')!;
    let defined: Promise<void> | undefined;
    const speak = (at: number, stamp: number): void => {
      const values = measure(device, at).flatMap(({ point, value, quality }) => {
        const sensor = sensors.find(({ code }) => code === point.key);
        const status = quality === 'calibration' ? ('4' as const) : ('0' as const);
        const shown = sensor === sensors[2] && during(FUMES, at - origin) ? Math.max(value, FUMES.to) : value;
        return sensor === undefined ? [] : [{ sensor, value: shown, status }];
      });
      const usual = Math.max(0, Math.round(signal(people.model, people.id, at)));
      const inside = during(OVERLAP, at - origin) ? OVERLAP.to : usual;
      counts.sent += 1;
      defined ??= sender.define(stamp, sensors, people.limits['H'] ?? 0, STAFF);
      defined
        .then(() => sender.report(stamp, values, inside))
        .then(() => (counts.acknowledged += 1))
        .catch(() => (counts.missed += 1));
    };
    return { line, speak };
  },
};

/** Points of a mine as its definition file names them, and one that the register does not know yet. */
function sensorsOf(device: FieldDevice): MineSensor[] {
  const known = device.points.filter(({ kind }) => kind === GAS);
  return [...known, { ...known[0]!, key: `${device.address}01MN00040009`, name: '-200 中段掘进面 一氧化碳' }].map(
    (point) => ({
      code: point.key,
      type: '0004',
      typeName: '一氧化碳',
      location: point.name.split(' ').slice(0, -1).join(' '),
      unit: point.unit,
      range: [point.model.low, point.model.high],
      highAlarm: point.limits['first'] ?? 0,
      highCutOff: point.limits['second'] ?? 0,
    }),
  );
}

/** Steps in which the standard sends each kind: 5 in 0.1 kPa (of MPa), 2 in 0.01 m, 3 in 0.1 ℃, 1 as it is. */
const PER_UNIT: Readonly<Record<number, number>> = { 1: 1, 2: 100, 3: 10, 5: 10_000 };

function analogs(values: readonly Measured[], stamp: number): ObjectOf<3>[] {
  return values.flatMap(({ point, value }) => {
    const [systemType, systemAddress, componentAddress, analogType] = point.key.split('.').map(Number);
    if (analogType === undefined || Number.isNaN(analogType) || Number.isNaN(componentAddress)) return [];
    const valueRaw = Math.round(value * (PER_UNIT[analogType] ?? 1));
    return [
      {
        systemType: systemType!,
        systemAddress: systemAddress!,
        componentType: PRESSURE_SWITCH,
        componentAddress: componentAddress!,
        analogType,
        valueRaw: Math.max(-32_768, Math.min(32_767, valueRaw)),
        time: timeTagOf(stamp),
      },
    ];
  });
}

const NORMAL = 1;
const MANUAL = 1 << 11;

function systemState({ point, value }: Measured, stamp: number): ObjectOf<1> {
  const [systemType, systemAddress] = point.key.split('.').map(Number);
  const state = value >= 0.5 ? NORMAL | MANUAL : NORMAL;
  return { systemType: systemType!, systemAddress: systemAddress!, state, time: timeTagOf(stamp) };
}

/** Running states of the components that have any, each with all its bits. */
function componentStates(values: readonly Measured[], stamp: number): ObjectOf<2>[] {
  const states = new Map<string, number>();
  for (const { point, value } of values) {
    const parts = point.key.split('.');
    const bit = COMPONENT_STATES.findIndex(({ key }) => key === parts[3]);
    if (bit < 0) continue;
    const component = parts.slice(0, 3).join('.');
    states.set(component, (states.get(component) ?? NORMAL) | (value >= 0.5 ? 1 << bit : 0));
  }
  return [...states].map(([component, state]) => {
    const [systemType, systemAddress, componentAddress] = component.split('.').map(Number);
    return {
      systemType: systemType!,
      systemAddress: systemAddress!,
      componentType: componentAddress! >> 16 === PUMP_NUMBER ? PUMP : PRESSURE_SWITCH,
      componentAddress: componentAddress!,
      state,
      description: '',
      time: timeTagOf(stamp),
    };
  });
}

function factors(values: readonly Measured[]): Factor[] {
  return values
    .filter(({ point }) => !point.key.includes('.'))
    .map(({ point, value, quality }) => ({ code: point.key, values: { Rtd: value }, flag: FLAGS[quality] ?? 'N' }));
}

/** The mean of the past hour from twelve samples of the model. */
function hourly(device: FieldDevice, at: number): Factor[] {
  return device.points.flatMap((point) => {
    const [code, interval] = point.key.split('.');
    if (interval !== 'hour') return [];
    const samples = Array.from({ length: 12 }, (_, i) => signal(point.model, point.id, at - i * 300_000));
    const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
    return [{ code: code!, values: { Avg: Number(mean.toFixed(4)) } }];
  });
}
