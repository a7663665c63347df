import { bytes, padded, u16, u32, u8, type Field, type Value } from './field.ts';
import { degrees } from './position.ts';
import { list, record } from './structure.ts';
import { gmt8 } from './time.ts';

/** The key that joins an alarm, the request for its attachments and the attachments; T/JSATL 12-2017 table 4-16. */
export const alarmSign = record({
  terminalId: padded(7),
  time: gmt8,
  sequence: u8,
  attachments: u8,
  reserved: bytes(1),
});

/** The same with the 30-byte terminal ID of the variants built on JT/T 808-2019, such as T/GDRTA 002-2020. */
export const longAlarmSign = record({
  terminalId: padded(30),
  time: gmt8,
  sequence: u8,
  attachments: u8,
  reserved: bytes(2),
});

export type AlarmSign = Value<typeof alarmSign>;

const LONG = 40;

/** Is it the sign of 40 bytes? It has one reserved byte more. */
export const isLong = ({ reserved }: Pick<AlarmSign, 'reserved'>): boolean => reserved.length === 2;

/** Reads the sign that the bytes left call for; writes the long one for two reserved bytes. */
function signBefore(after: (remaining: number) => boolean): Field<AlarmSign> {
  return {
    read(input, context, parent) {
      const sign = after(input.remaining - LONG) ? longAlarmSign : alarmSign;
      return sign.read(input, context, parent);
    },
    write(output, value, context, parent) {
      const sign = isLong(value) ? longAlarmSign : alarmSign;
      sign.write(output, value, context, parent);
    },
  };
}

const lastSign = signBefore((after) => after === 0);
const signBeforeWheels = signBefore((after) => after >= 1 && (after - 1) % 9 === 0);

/** Alarm ID, shared by all types and cyclic from 0; flag 0 not applicable, 1 start, 2 end. */
const head = { alarmId: u32, flag: u8 };

/** Speed km/h, altitude m; degrees unsigned, for the hemisphere stands in the status of the location. */
const place = {
  speed: u8,
  altitude: u16,
  latitude: degrees,
  longitude: degrees,
  time: gmt8,
  /** Bits: 0 ACC, 1 left, 2 right, 3 wiper, 4 brake, 5 card inserted, 10 positioned. */
  vehicleStatus: u16,
};

const tail = { ...place, sign: lastSign };

/** 0x64; T/JSATL 12-2017 table 4-15. Type 1 forward collision, 2 lane departure, 3 too close, 4 pedestrian, 5 lane changes, 6 sign limit, 7 obstacle, 16 sign seen, 17 snapshot. */
export const adas = record({
  ...head,
  type: u8,
  level: u8,
  /** Kilometres per hour, types 1 and 2. */
  frontSpeed: u8,
  /** Units of 100 ms, 0..100, types 1, 2 and 4. */
  frontDistance: u8,
  /** 1 left, 2 right, type 2. */
  departure: u8,
  /** 1 speed, 2 height, 3 weight limit, types 6 and 16. */
  signType: u8,
  signValue: u8,
  ...tail,
});

/** 0x65; T/JSATL 12-2017 table 4-17. Type 1 fatigue, 2 phone, 3 smoking, 4 distraction, 5 abnormal, 16 snapshot, 17 driver change. */
export const dsm = record({
  ...head,
  type: u8,
  level: u8,
  /** 1..10, larger is worse, type 1. */
  fatigue: u8,
  reserved: bytes(4),
  ...tail,
});

/** One wheel; its printed offsets contradict its lengths, which hold. */
const wheel = record({
  /** From 0, front left first, in Z order. */
  position: u8,
  /** Bits: 0 periodic report, 1 high pressure, 2 low pressure, 3 high temperature, 4 sensor fault, 5 imbalance, 6 slow leak, 7 battery low. */
  alarms: u16,
  /** Kilopascals. */
  pressure: u16,
  /** Degrees Celsius. */
  temperature: u16,
  /** Per cent. */
  battery: u16,
});

/** 0x66; T/JSATL 12-2017 table 4-18. */
export const tpms = record({ ...head, ...place, sign: signBeforeWheels, wheels: list(u8, wheel) });

/** 0x67; T/JSATL 12-2017 table 4-20. Type 1 rear, 2 left rear, 3 right rear approach. */
export const bsd = record({ ...head, type: u8, ...tail });

/** 0x70 of later provincial editions: the twelve specific bytes differ among them and stay raw. */
export const intenseDriving = record({ specific: bytes(12), ...tail });
