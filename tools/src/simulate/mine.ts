import { mkdir, rename, writeFile as put } from 'node:fs/promises';
import { join } from 'node:path';
import { fileName, type RecordOf, timeText, writeFile } from '@anlan/coal-mine-files';

/** A sensor of a mine as its definition file names it; limits in its unit. */
export interface MineSensor {
  readonly code: string;
  readonly type: string;
  readonly typeName: string;
  readonly location: string;
  readonly unit: string;
  readonly range: readonly [low: number, high: number];
  readonly highAlarm: number;
  readonly highCutOff: number;
}

/** A sensor's value now; status 0 normal, 4 being calibrated. */
export interface MineValue {
  readonly sensor: MineSensor;
  readonly value: number;
  readonly status: '0' | '4';
}

interface Exceeding {
  readonly begin: number;
  max: number;
  maxAt: number;
  min: number;
  minAt: number;
  sum: number;
  count: number;
}

const SAFETY = 'aqjk';
const PERSONNEL = 'rydw';
/** Meaning of the codes is not public; 001 has been seen for values above a limit. */
const ABOVE = '001';
const SHIFT = 8 * 3_600_000;
const SYSTEM = { systemModel: 'KJ-DEMO', systemName: '演示监控系统', manufacturer: '演示厂家', expiry: '2030-01-01' };
const AREAS = [
  ['井口区域', '副井井口', 20],
  ['重点区域', '-120 中段', 40],
  ['重点区域', '-160 中段采场', 30],
  ['限制区域', '-160 中段回风巷', 6],
] as const;
/** Of ten people so many are in each area. */
const SPREAD = [0, 1, 1, 1, 1, 2, 2, 2, 2, 3];

/**
 * A mine that puts its upload files where the platform picks them up: each under a temporary name first, as senders do.
 * Personnel are invented.
 */
export class MineSender {
  readonly #folder: string;
  readonly #code: string;
  readonly #name: string;
  readonly #exceeding = new Map<string, Exceeding>();

  constructor({ folder, code, name }: { readonly folder: string; readonly code: string; readonly name: string }) {
    this.#folder = join(folder, code);
    this.#code = code;
    this.#name = name;
  }

  /** What changes seldom: sensors (CDDY), people and the mine's capacity (RYXX), areas (RYQY), stations (RYJZ). */
  async define(at: number, sensors: readonly MineSensor[], capacity: number, known: number): Promise<void> {
    // The same content again proposes nothing, and so these carry no time of their own.
    const since = timeText(Date.UTC(2026, 0, 1));
    await this.#write(
      SAFETY,
      'CDDY',
      at,
      sensors.map((sensor) => this.#definition(sensor, since)),
      SYSTEM,
    );
    const staff = Array.from({ length: known }, (_, i) => ({
      cardCode: this.#card(i),
      name: `矿工${i + 1}`,
      jobKind: i < 2 ? '带班领导' : '采掘',
      isLeader: i < 2 ? '1' : '0',
      isSpecial: '0',
    }));
    await this.#write(PERSONNEL, 'RYXX', at, staff, { capacity: String(capacity), ...SYSTEM });
    const areas = AREAS.map(([areaType, areaName, quota], i) => {
      return { areaType, areaCode: this.#area(i), quota: String(quota), areaName };
    });
    await this.#write(PERSONNEL, 'RYQY', at, areas);
    const stations = AREAS.map(([, stationName], i) => ({ stationCode: `${this.#area(i)}01`, stationName }));
    await this.#write(PERSONNEL, 'RYJZ', at, stations);
  }

  /** What goes on: values (CDSS), what is beyond its limit (YCBJ), who is underground (RYSS) and the stations (JZSS). */
  async report(at: number, values: readonly MineValue[], people: number): Promise<void> {
    const time = timeText(at);
    const readings = values.map(({ sensor: { code, typeName, location, unit }, value, status }) => {
      return { pointCode: code, typeName, location, value: String(value), unit, status, time };
    });
    await this.#write(SAFETY, 'CDSS', at, readings);
    await this.#write(SAFETY, 'YCBJ', at, this.#abnormal(at, values));
    await this.#write(PERSONNEL, 'RYSS', at, this.#underground(at, people));
    const stations = AREAS.map((_, i) => ({ stationCode: `${this.#area(i)}01`, status: '0', time }));
    await this.#write(PERSONNEL, 'JZSS', at, stations);
  }

  #definition({ code, type, unit, location, range, highAlarm, highCutOff }: MineSensor, time: string): RecordOf {
    return {
      pointCode: code,
      systemCode: '01',
      substationCode: '001',
      sensorType: type,
      valueType: 'MN',
      unit,
      rangeHigh: String(range[1]),
      rangeLow: String(range[0]),
      highAlarm: String(highAlarm),
      highCutOff: String(highCutOff),
      location,
      time,
    };
  }

  /** Values above their alarm limit, and once more, with its end, each that no longer is. */
  #abnormal(at: number, values: readonly MineValue[]): RecordOf[] {
    return values.flatMap(({ sensor, value }) => {
      const known = this.#exceeding.get(sensor.code);
      const above = value >= sensor.highAlarm;
      if (!above && known === undefined) return [];
      const going = known ?? { begin: at, max: value, maxAt: at, min: value, minAt: at, sum: 0, count: 0 };
      if (above) {
        if (value >= going.max) [going.max, going.maxAt] = [value, at];
        if (value <= going.min) [going.min, going.minAt] = [value, at];
        going.sum += value;
        going.count += 1;
        this.#exceeding.set(sensor.code, going);
      } else this.#exceeding.delete(sensor.code);
      return [
        {
          pointCode: sensor.code,
          typeName: sensor.typeName,
          location: sensor.location,
          unit: sensor.unit,
          abnormalType: ABOVE,
          beginTime: timeText(going.begin),
          endTime: above ? '' : timeText(at),
          maxValue: String(going.max),
          maxTime: timeText(going.maxAt),
          minValue: String(going.min),
          minTime: timeText(going.minAt),
          average: (going.sum / going.count).toFixed(2),
          time: timeText(at),
        },
      ];
    });
  }

  #underground(at: number, people: number): RecordOf[] {
    const began = timeText(at - (at % SHIFT));
    return Array.from({ length: people }, (_, i) => {
      const area = this.#area(SPREAD[i % SPREAD.length]!);
      return {
        cardCode: this.#card(i),
        name: `矿工${i + 1}`,
        inOutFlag: '1',
        inTime: began,
        areaCode: area,
        areaEnterTime: began,
        stationCode: `${area}01`,
        stationEnterTime: began,
        shiftMode: '三八制',
        distanceM: String((i % 9) * 5),
        workStatus: '正常',
        isLeader: i < 2 ? '1' : '0',
        isSpecial: '0',
      };
    });
  }

  readonly #card = (index: number): string => `${this.#code}${String(index + 1).padStart(5, '0')}`;
  readonly #area = (index: number): string => `${this.#code}${String(index + 1).padStart(4, '0')}`;

  async #write(
    kind: string,
    type: string,
    at: number,
    records: readonly RecordOf[],
    extras: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const header = { mineCode: this.#code, mineName: this.#name, time: timeText(at), extras };
    const text = writeFile({ type, header, records });
    if (typeof text !== 'string') throw new Error(`${type}: ${text.detail}`);
    const folder = join(this.#folder, kind);
    await mkdir(folder, { recursive: true });
    const name = fileName(this.#code, type, at);
    await put(join(folder, `.${name}.part`), text);
    await rename(join(folder, `.${name}.part`), join(folder, name));
  }
}
