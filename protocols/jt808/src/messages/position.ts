import { u16, u32, type Field } from '../field.ts';
import { location, type LocationBody } from '../location.ts';
import { record, sized, when } from '../structure.ts';
import { empty, message } from './message.ts';

export interface LocationBatch {
  type: number;
  locations: LocationBody[];
}

const sizedLocation = sized(2, location);

/** The count stands before the type, the locations after it. */
const locationBatch: Field<LocationBatch> = {
  read(input, context, parent) {
    let left = input.u16();
    const type = input.u8();
    const locations: LocationBody[] = [];
    for (; left > 0 && !input.overrun; left--) locations.push(sizedLocation.read(input, context, parent));
    return { type, locations };
  },
  write(output, { type, locations }, context, parent) {
    output.u16(locations.length);
    output.u8(type);
    for (const item of locations) sizedLocation.write(output, item, context, parent);
  },
};

export const positionMessages = {
  location: message(0x0200, '位置信息汇报', location),
  queryLocation: message(0x8201, '位置信息查询', empty),
  locationAnswer: message(0x0201, '位置信息查询应答', record({ ackSerial: u16, location })),
  /** Seconds between reports, 0 to stop and then without `validity` (seconds). */
  tracking: message(
    0x8202,
    '临时位置跟踪控制',
    record({ interval: u16, validity: when((body: { interval: number }) => body.interval !== 0, u32) }),
  ),
  /** `alarmSerial` 0 confirms every alarm of the types set in `types`: bits 0, 3, 20, 21, 22, 27, 28 of the alarm word. */
  confirmAlarm: message(0x8203, '人工确认报警消息', record({ alarmSerial: u16, types: u32 })),
  /** Type 0 normal batch, 1 positions held back in a blind area, which must not become the live position. */
  locationBatch: message(0x0704, '定位数据批量上传', locationBatch),
};
