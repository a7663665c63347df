import { alarmSign } from '../active-safety.ts';
import { bytes, padded, text, u16, u32, u8 } from '../field.ts';
import { list, record, sized } from '../structure.ts';
import { message } from './message.ts';

const fileName = sized(1, text);
/** Type 0 picture, 1 audio, 2 video, 3 text, 4 other; size in bytes. */
const file = record({ name: fileName, type: u8, size: u32 });

/** Attachments of active-safety alarms; T/JSATL 12-2017 §4.7. */
export const attachmentMessages = {
  /** `alarmNumber` is given by the platform and unique on it. */
  requestAttachments: message(
    0x9208,
    '报警附件上传指令',
    record({
      host: sized(1, text),
      tcpPort: u16,
      udpPort: u16,
      sign: alarmSign,
      alarmNumber: padded(32),
      reserved: bytes(16),
    }),
  ),
  /** `info` 0 normal, 1 sent again after a broken connection, then with unfinished files only. */
  attachments: message(
    0x1210,
    '报警附件信息',
    record({
      terminalId: padded(7),
      sign: alarmSign,
      alarmNumber: padded(32),
      info: u8,
      files: list(u8, record({ name: fileName, size: u32 })),
    }),
  ),
  attachmentFile: message(0x1211, '文件信息上传', file),
  attachmentDone: message(0x1212, '文件上传完成', file),
  /** Result 0 complete, 1 send the listed ranges again. */
  attachmentAnswer: message(
    0x9212,
    '文件上传完成消息应答',
    record({ name: fileName, type: u8, result: u8, missing: list(u8, record({ offset: u32, length: u32 })) }),
  ),
};
