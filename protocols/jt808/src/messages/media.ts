import { rest, u16, u32, u8, type Field, type Value } from '../field.ts';
import { positionBase } from '../location.ts';
import { ifMore, list, record, when } from '../structure.ts';
import { gmt8 } from '../time.ts';
import { message } from './message.ts';

/**
 * Type 0 image, 1 audio, 2 video. Format 0 JPEG, 1 TIF, 2 MP3, 3 WAV, 4 WMV. Event 0 platform, 1 timed, 2 robbery,
 * 3 collision or rollover, 4 door open, 5 door closed, 6 moving off with closed doors, 7 distance.
 */
const medium = { mediaId: u32, type: u8, format: u8, event: u8, channel: u8 };

const POSITION_BYTES = 28;
const JPEG_START = 0xffd8;

/** JT/T 808-2011 has no position here: the data, most often a JPEG, follow at once. */
const positionSince2013: Field<Value<typeof positionBase> | undefined> = {
  read: positionBase.read,
  write: (output, value, context, parent) => positionBase.write(output, value!, context, parent),
  present(parent, _context, input) {
    if (!input) return parent['location'] !== undefined;
    const start = (input.bytes[input.offset]! << 8) | input.bytes[input.offset + 1]!;
    return input.remaining >= POSITION_BYTES && start !== JPEG_START;
  },
};

const range = {
  /** Type as above. */
  type: u8,
  /** 0 for all. */
  channel: u8,
  event: u8,
  start: gmt8,
  end: gmt8,
};

export const mediaMessages = {
  mediaEvent: message(0x0800, '多媒体事件信息上传', record(medium)),
  mediaData: message(0x0801, '多媒体数据上传', record({ ...medium, location: positionSince2013, data: rest })),
  /** Without `parts` every part has arrived. */
  mediaAnswer: message(0x8800, '多媒体数据上传应答', record({ mediaId: u32, parts: ifMore('parts', list(u8, u16)) })),
  shoot: message(
    0x8801,
    '摄像头立即拍摄命令',
    record({
      channel: u8,
      /** 0 stop, 0xFFFF video, else the number of photos. */
      command: u16,
      /** Seconds between photos or of video. */
      interval: u16,
      /** 1 keep, 0 upload. */
      save: u8,
      /** 1 320×240, 2 640×480, 3 800×600, 4 1024×768, 5 176×144, 6 352×288, 7 704×288, 8 704×576. */
      resolution: u8,
      quality: u8,
      brightness: u8,
      contrast: u8,
      saturation: u8,
      chroma: u8,
    }),
  ),
  /** Result 0 done, 1 failed, 2 channel not supported. */
  shootAnswer: message(
    0x0805,
    '摄像头立即拍摄命令应答',
    record({
      ackSerial: u16,
      result: u8,
      mediaIds: when((body: { result: number }) => body.result === 0, list(u16, u32)),
    }),
  ),
  searchMedia: message(0x8802, '存储多媒体数据检索', record(range)),
  mediaList: message(
    0x0802,
    '存储多媒体数据检索应答',
    record({
      ackSerial: u16,
      media: list(u16, record({ mediaId: u32, type: u8, channel: u8, event: u8, location: positionBase })),
    }),
  ),
  /** Delete 0 keep, 1 delete after upload. */
  uploadMedia: message(0x8803, '存储多媒体数据上传命令', record({ ...range, delete: u8 })),
  /** Command 1 start, 0 stop; seconds, 0 for ever; rate 0 8 kHz, 1 11, 2 23, 3 32. */
  recordAudio: message(0x8804, '录音开始命令', record({ command: u8, seconds: u16, save: u8, rate: u8 })),
  uploadMedium: message(0x8805, '单条存储多媒体数据检索上传命令', record({ mediaId: u32, delete: u8 })),
};
