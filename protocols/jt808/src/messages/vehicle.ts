import { bcd, bytes, padded, rest, text, u16, u32, u8, type Field, type Value } from '../field.ts';
import { location } from '../location.ts';
import { before2019, list, record, since2019, sized, when } from '../structure.ts';
import { gmt8 } from '../time.ts';
import { empty, message } from './message.ts';

/** Item 1 is the doors: 0 lock, 1 open. The widths of other parameters are not standardized; one byte is read. */
const controlItem = record({ id: u16, value: u8 });

const inserted = (body: { status: number }): boolean => body.status === 1;
const cardRead = (body: { status: number; cardResult?: number }): boolean => inserted(body) && body.cardResult === 0;

/** JT/T 808-2013 §8.38 and -2019 §8.42: who drives, only while a card is in and read. */
const driver = record({
  /** 1 card in, on duty; 2 card out, off duty. */
  status: u8,
  time: gmt8,
  /** 0 read, 1 authentication failed, 2 locked, 3 removed, 4 checksum error. */
  cardResult: when(inserted, u8),
  name: when(cardRead, sized(1, text)),
  qualification: when(cardRead, padded(20)),
  issuer: when(cardRead, sized(1, text)),
  /** YYYYMMDD. */
  expiry: when(cardRead, bcd(4)),
  idCard: when((body: { status: number }, context) => context.version === 2019 && cardRead(body), padded(20)),
});

/** JT/T 808-2011: the identity at once, which makes the first byte the length of a name. */
const driver2011 = record({
  name: sized(1, text),
  idCard: padded(20),
  qualification: padded(40),
  issuer: sized(1, text),
});

export type DriverIdentity = Value<typeof driver> | Value<typeof driver2011>;

const driverIdentity: Field<DriverIdentity> = {
  read(input, context, parent) {
    const first = input.bytes[input.offset] ?? 0;
    const older = context.version === 2013 && input.remaining >= 62 && first !== 1 && first !== 2;
    return (older ? driver2011 : driver).read(input, context, parent);
  },
  write(output, value, context, parent) {
    if ('status' in value) driver.write(output, value, context, parent);
    else driver2011.write(output, value, context, parent);
  },
};

/** CAN ID: bit 31 channel, 30 extended frame, 29 average. */
const canFrame = record({ id: u32, data: bytes(8) });

export interface CanData {
  time: string;
  frames: Value<typeof canFrame>[];
}

const canTime = bcd(5);

/** The count stands before the time hhmmssmsms of the first frame. */
const canData: Field<CanData> = {
  read(input, context, parent) {
    let left = input.u16();
    const time = canTime.read(input, context, parent);
    const frames: CanData['frames'] = [];
    for (; left > 0 && !input.overrun; left--) frames.push(canFrame.read(input, context, parent));
    return { time, frames };
  },
  write(output, { time, frames }, context, parent) {
    output.u16(frames.length);
    canTime.write(output, time, context, parent);
    for (const frame of frames) canFrame.write(output, frame, context, parent);
  },
};

/** Control of the vehicle, its driver, its recorder and its buses. */
export const vehicleMessages = {
  /** 2013: bit 0 of the flag 0 unlocks, 1 locks the doors. 2019: items, where 0 locks and 1 opens. */
  vehicleControl: message(
    0x8500,
    '车辆控制',
    record({ flag: before2019(u8), items: since2019(list(u16, controlItem)) }),
  ),
  vehicleControlAnswer: message(0x0500, '车辆控制应答', record({ ackSerial: u16, location })),
  queryDriver: message(0x8702, '上报驾驶员身份信息请求', empty),
  driverIdentity: message(0x0702, '驾驶员身份信息采集上报', driverIdentity),
  waybill: message(0x0701, '电子运单上报', record({ content: sized(4, text) })),
  queryRecorder: message(0x8700, '行驶记录数据采集命令', record({ command: u8, data: rest })),
  recorderData: message(0x0700, '行驶记录数据上传', record({ ackSerial: u16, command: u8, data: rest })),
  setRecorder: message(0x8701, '行驶记录参数下传命令', record({ command: u8, data: rest })),
  canData: message(0x0705, 'CAN总线数据上传', canData),
};
