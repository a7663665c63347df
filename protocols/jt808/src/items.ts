import { ByteReader, type ByteWriter } from '@anlan/wire';
import { adas, bsd, dsm, intenseDriving, tpms } from './active-safety.ts';
import { bytes, scaled, u16, u32, u8, type Context, type Field, type Value } from './field.ts';
import { ifMore, mapped, record } from './structure.ts';

/** An additional item of 0x0200 as a row: its ID, official name, the lengths it fits, and its content. */
interface Row<T> {
  id: number;
  label: string;
  lengths: readonly number[] | ((length: number) => boolean);
  content: Field<T>;
}

function row<T>(id: number, label: string, lengths: Row<T>['lengths'], content: Field<T>): Row<T> {
  return { id, label, lengths, content };
}

/** JT/T 808-2019 §8.18 table 27, JT/T 1078-2016 table 13 (0x14..0x18), T/JSATL 12-2017 §4.5 (0x64..0x67). */
export const ITEM_ROWS = {
  /** Kilometres. */
  mileage: row(0x01, '里程', [4], scaled(u32, 10)),
  /** Litres. */
  fuel: row(0x02, '油量', [2], scaled(u16, 10)),
  /** Kilometres per hour, of the driving recorder. */
  recorderSpeed: row(0x03, '行驶记录速度', [2], scaled(u16, 10)),
  alarmEvent: row(0x04, '需要人工确认报警事件的ID', [2], u16),
  /** One Pa-code a wheel, by axle; 0xFF invalid. */
  tyrePressure: row(
    0x05,
    '胎压',
    [30],
    mapped(bytes(30), (view) => Array.from(view), Uint8Array.from.bind(Uint8Array)),
  ),
  /** Degrees Celsius, −32511..32767. */
  temperature: row(0x06, '车厢温度', [2], mapped(u16, celsius, temperatureWord)),
  /** Place: 0 none (then no area), 1 circle, 2 rectangle, 3 polygon, 4 route segment. */
  overspeed: row(0x11, '超速报警附加信息', [1, 5], record({ place: u8, areaId: ifMore('areaId', u32) })),
  /** Place 1..3 as above, 4 route; direction 0 in, 1 out. */
  area: row(0x12, '进出区域/路线报警附加信息', [6], record({ place: u8, areaId: u32, direction: u8 })),
  /** Result 0 too short, 1 too long. */
  drivingTime: row(
    0x13,
    '路段行驶时间不足/过长报警附加信息',
    [7],
    record({ segmentId: u32, seconds: u16, result: u8 }),
  ),
  /** Bits: 0 signal loss, 1 lens covered, 2 storage, 3 other fault, 4 overcrowding, 5 abnormal driving, 6 special recording full. */
  videoAlarm: row(0x14, '视频相关报警', [4], u32),
  /** Bit 0 is channel 1. */
  videoLoss: row(0x15, '视频信号丢失报警状态', [4], u32),
  videoCovered: row(0x16, '视频信号遮挡报警状态', [4], u32),
  /** Bits 0..11 main storage 1..12, 12..15 backup storage 1..4. */
  storageFault: row(0x17, '存储器故障报警状态', [2], u16),
  /** Bits: 0 fatigue, 1 phone, 2 smoking, 11..15 custom; degree of fatigue 0..100. The table says 2 bytes, devices send 3. */
  abnormalDriving: row(0x18, '异常驾驶行为报警', [2, 3], record({ behaviour: u16, fatigue: ifMore('fatigue', u8) })),
  /** Bits: 0 dipped beam, 1 main beam, 2 right, 3 left, 4 brake, 5 reverse, 6 fog, 7 clearance, 8 horn, 9 air conditioning, 10 neutral, 11 retarder, 12 ABS, 13 heater, 14 clutch. */
  vehicleSignals: row(0x25, '扩展车辆信号状态', [4], u32),
  /** Bits: 0 deep sleep, 1 sleep. */
  io: row(0x2a, 'IO状态', [2], u16),
  analog: row(0x2b, '模拟量', [4], record({ ad1: u16, ad0: u16 })),
  signalStrength: row(0x30, '无线通信网络信号强度', [1], u8),
  satellites: row(0x31, 'GNSS定位卫星数', [1], u8),
  adas: row(0x64, '高级驾驶辅助系统报警', [47, 71], adas),
  dsm: row(0x65, '驾驶员状态监测系统报警', [47, 71], dsm),
  tpms: row(
    0x66,
    '胎压监测系统报警',
    (length) => (length >= 41 && (length - 41) % 9 === 0) || (length >= 65 && (length - 65) % 9 === 0),
    tpms,
  ),
  bsd: row(0x67, '盲区监测系统报警', [41, 65], bsd),
  intenseDriving: row(0x70, '激烈驾驶报警', [47, 71], intenseDriving),
} as const;

type Rows = typeof ITEM_ROWS;
export type ItemName = keyof Rows;

/** What the item of a name holds. */
export type ItemValue<N extends ItemName> = Value<Rows[N]['content']>;

/** An additional item; `raw` for an unknown ID and for a length that does not fit a known one. */
export type Item =
  | { [N in ItemName]: { id: number; name: N; value: ItemValue<N> } }[ItemName]
  | { id: number; name: 'raw'; value: Uint8Array };

type KnownRow = Row<unknown> & { name: ItemName; fits: (length: number) => boolean };

const byId: (KnownRow | undefined)[] = Array.from({ length: 256 });
for (const [name, { id, label, lengths, content }] of Object.entries(ITEM_ROWS)) {
  const fits = typeof lengths === 'function' ? lengths : (length: number) => lengths.includes(length);
  byId[id] = { id, label, lengths, content: content, name: name as ItemName, fits };
}

/** Reads items until the end, or until one whose declared length reaches beyond it, which is left unread. */
export const itemList: Field<Item[]> = {
  read(input, context) {
    const items: Item[] = [];
    while (input.remaining >= 2) {
      const { offset } = input;
      const length = input.bytes[offset + 1]!;
      if (offset + 2 + length > input.end) break;
      items.push(readItem(input, offset, length, context));
      input.offset = offset + 2 + length;
    }
    return items;
  },
  write(output, items, context) {
    for (const item of items) writeItem(output, item, context);
  },
};

function readItem(input: ByteReader, offset: number, length: number, context: Context): Item {
  const start = offset + 2;
  const item = knownItem(input, offset, length, context) ?? {
    id: input.bytes[offset]!,
    name: 'raw',
    value: input.bytes.subarray(start, start + length),
  };
  context.trace?.(item, 'value', input.bytes.subarray(start, start + length));
  return item;
}

function knownItem(input: ByteReader, offset: number, length: number, context: Context): Item | undefined {
  const id = input.bytes[offset]!;
  const known = byId[id];
  if (!known?.fits(length)) return undefined;
  const content = new ByteReader(input.bytes, offset + 2, offset + 2 + length);
  const value = known.content.read(content, context, {});
  return content.overrun || content.remaining > 0 ? undefined : ({ id, name: known.name, value } as Item);
}

function writeItem(output: ByteWriter, item: Item, context: Context): void {
  output.u8(item.name === 'raw' ? item.id : ITEM_ROWS[item.name].id);
  const at = output.length;
  output.u8(0);
  if (item.name === 'raw') output.write(item.value);
  else (ITEM_ROWS[item.name].content as Field<unknown>).write(output, item.value, context, {});
  output.patch(at, output.length - at - 1, 1);
}

/** The value of the first item of a name, or undefined. */
export function itemOf<N extends ItemName>(items: readonly Item[], name: N): ItemValue<N> | undefined {
  return items.find((item) => item.name === name)?.value as ItemValue<N> | undefined;
}

/** Sign and magnitude by the standard; 0xFF00..0xFFFF can only be a device's two's complement. */
function celsius(word: number): number {
  if (word < 0x8000) return word;
  return word >= 0xff00 ? word - 0x10000 : 0 - (word & 0x7fff);
}

function temperatureWord(degrees: number): number {
  if (degrees < -32511 || degrees > 32767) throw new RangeError(`${degrees} °C does not fit`);
  return degrees < 0 ? 0x8000 | -degrees : degrees;
}
