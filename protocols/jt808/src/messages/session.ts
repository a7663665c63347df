import type { ByteReader } from '@anlan/wire';
import { padded, text, u16, u8, type Field, type Value } from '../field.ts';
import { byVersion, list, record, since2019, sized, when } from '../structure.ts';
import { utc } from '../time.ts';
import { empty, message } from './message.ts';

/** Result 0 done, 1 failed, 2 message wrong, 3 not supported, 4 alarm handled (platform only). */
const answer = record({ ackSerial: u16, ackId: u16, result: u8 });

/** `firstSerial` is the serial of the first part; the list names the missing parts from 1. */
const resend = record({ firstSerial: u16, parts: list(byVersion(u8, u16), u16) });

/** The register layouts differ in the widths of three fields; JT/T 808-2011 §8.5, -2013 §8.5, -2019 §8.8. */
function registrationOf<L extends string>(layout: L, manufacturer: number, model: number, terminal: number) {
  return record({
    layout: constant(layout),
    /** GB/T 2260, first two digits. */
    provinceId: u16,
    /** GB/T 2260, last four digits. */
    cityId: u16,
    manufacturerId: padded(manufacturer),
    model: padded(model),
    terminalId: padded(terminal),
    /** 0 unregistered (then `plate` is the VIN), 1 blue, 2 yellow, 3 black, 4 white, 5 green (2019), 9 other. */
    plateColor: u8,
    plate: text,
  });
}

/** A member that takes no bytes. */
function constant<L>(value: L): Field<L> {
  return { read: () => value, write: () => {} };
}

const layouts = {
  '2011': registrationOf('2011', 5, 8, 7),
  '2013': registrationOf('2013', 5, 20, 7),
  '2019': registrationOf('2019', 11, 30, 30),
};

export type Registration = Value<(typeof layouts)[keyof typeof layouts]>;

const registration: Field<Registration> = {
  read(input, context, parent) {
    return layouts[context.version === 2019 ? '2019' : olderLayout(input)].read(input, context, parent);
  },
  write(output, value, context, parent) {
    (layouts[value.layout] as Field<Registration>).write(output, value, context, parent);
  },
};

const COLOR_OFFSET_2013 = 36;

/** 2011 and 2013 share a header; a 2013 body is longer and has a plate colour where a 2011 one has plate text. */
function olderLayout(input: ByteReader): '2011' | '2013' {
  if (input.remaining <= COLOR_OFFSET_2013) return '2011';
  const color = input.bytes[input.offset + COLOR_OFFSET_2013]!;
  return color <= 13 || (color >= 91 && color <= 99) ? '2013' : '2011';
}

export const sessionMessages = {
  terminalAnswer: message(0x0001, '终端通用应答', answer),
  platformAnswer: message(0x8001, '平台通用应答', answer),
  heartbeat: message(0x0002, '终端心跳', empty),
  platformResend: message(0x8003, '服务器补传分包请求', resend),
  terminalResend: message(0x0005, '终端补传分包请求', resend),
  timeRequest: message(0x0004, '查询服务器时间请求', empty),
  timeAnswer: message(0x8004, '查询服务器时间应答', record({ time: utc })),
  registration: message(0x0100, '终端注册', registration),
  /** Result 0 done, 1 vehicle already registered, 2 no such vehicle, 3 terminal already registered, 4 no such terminal. */
  registrationAnswer: message(
    0x8100,
    '终端注册应答',
    record({ ackSerial: u16, result: u8, authCode: when((body: { result: number }) => body.result === 0, text) }),
  ),
  logout: message(0x0003, '终端注销', empty),
  authentication: message(
    0x0102,
    '终端鉴权',
    record({
      authCode: byVersion(text, sized(1, text)),
      imei: since2019(padded(15)),
      softwareVersion: since2019(padded(20)),
    }),
  ),
  linkDetect: message(0x8204, '链路检测', empty),
};
