import type { ByteReader } from '@anlan/wire';
import { alarmSign, isLong, longAlarmSign, type AlarmSign } from '../active-safety.ts';
import { bytes, padded, text, u16, u32, u8, type Field } from '../field.ts';
import { list, record, sized } from '../structure.ts';
import { message } from './message.ts';

const fileName = sized(1, text);
/** Type 0 picture, 1 audio, 2 video, 3 text, 4 other; size in bytes. */
const file = record({ name: fileName, type: u8, size: u32 });

const number = padded(32);
const RESERVED = 16;
/** Bytes after the addresses of 0x9208 with a sign of 40: sign, number, reserved. */
const LONG_REQUEST = 88;

const request = (sign: Field<AlarmSign>) =>
  record({
    host: sized(1, text),
    tcpPort: u16,
    udpPort: u16,
    sign,
    alarmNumber: number,
    reserved: bytes(RESERVED),
  });

const introduction = (terminalId: number, sign: Field<AlarmSign>) =>
  record({
    terminalId: padded(terminalId),
    sign,
    alarmNumber: number,
    info: u8,
    files: list(u8, record({ name: fileName, size: u32 })),
  });

/** Bytes of 0x1210 before its list of files: terminal ID, sign, number, kind of information. */
const SHORT_HEAD = 7 + 16 + 32 + 1;
const LONG_HEAD = 30 + 40 + 32 + 1;

/** Is there, so many bytes ahead, a counted list of names with sizes that ends where the message ends? */
function filesEnd({ bytes: body, offset, end }: ByteReader, ahead: number): boolean {
  let at = offset + ahead;
  if (at >= end) return false;
  let left = body[at]!;
  for (at += 1; left > 0 && at < end; left -= 1) at += 1 + body[at]! + 4;
  return left === 0 && at === end;
}

/** A message in the layout of T/JSATL 12-2017, or in that of the variants on JT/T 808-2019 with a sign of 40 bytes. */
function either<T extends { sign: AlarmSign }>(
  short: Field<T>,
  long: Field<T>,
  isLongMessage: (input: ByteReader) => boolean,
): Field<T> {
  return {
    read: (input, context, parent) =>
      (context.shortSigns !== true && isLongMessage(input) ? long : short).read(input, context, parent),
    write: (output, value, context, parent) =>
      (isLong(value.sign) ? long : short).write(output, value, context, parent),
  };
}

const requestOfEither = either(request(alarmSign), request(longAlarmSign), ({ bytes: body, offset, remaining }) => {
  const addresses = 1 + (body[offset] ?? 0) + 4;
  return remaining >= addresses + LONG_REQUEST;
});

const introductionOfEither = either(
  introduction(7, alarmSign),
  introduction(30, longAlarmSign),
  (input) => !filesEnd(input, SHORT_HEAD) && filesEnd(input, LONG_HEAD),
);

/** Attachments of active-safety alarms; T/JSATL 12-2017 §4.7, and with the long sign T/GDRTA 002-2020. */
export const attachmentMessages = {
  /** `alarmNumber` is given by the platform and unique on it. */
  requestAttachments: message(0x9208, '报警附件上传指令', requestOfEither),
  /** `info` 0 normal, 1 sent again after a broken connection, then with unfinished files only. */
  attachments: message(0x1210, '报警附件信息', introductionOfEither),
  attachmentFile: message(0x1211, '文件信息上传', file),
  attachmentDone: message(0x1212, '文件上传完成', file),
  /** Result 0 complete, 1 send the listed ranges again. */
  attachmentAnswer: message(
    0x9212,
    '文件上传完成消息应答',
    record({ name: fileName, type: u8, result: u8, missing: list(u8, record({ offset: u32, length: u32 })) }),
  ),
};
