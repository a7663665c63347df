import { bytes, text, u16, u32, u8 } from '../field.ts';
import { list, record, sized } from '../structure.ts';
import { gmt8 } from '../time.ts';
import { message } from './message.ts';

/** Messages that JT/T 1078-2016 adds. */
export const videoMessages = {
  /** Passengers who boarded and alighted between two times. */
  passengers: message(0x1005, '终端上传乘客流量', record({ start: gmt8, end: gmt8, boarding: u16, alighting: u16 })),
  /** `alarms` are 64 bits, the upper 32 those of the video alarm word. */
  recordings: message(
    0x1205,
    '终端上传音视频资源列表',
    record({
      ackSerial: u16,
      recordings: list(
        u32,
        record({
          channel: u8,
          start: gmt8,
          end: gmt8,
          alarms: bytes(8),
          mediaType: u8,
          stream: u8,
          storage: u8,
          size: u32,
        }),
      ),
    }),
  ),
  /** Media 0 both, 1 video, 2 two-way talk, 3 listen, 4 broadcast, 5 transparent; stream 0 main, 1 sub. */
  liveVideo: message(
    0x9101,
    '实时音视频传输请求',
    record({ host: sized(1, text), tcpPort: u16, udpPort: u16, channel: u8, mediaType: u8, stream: u8 }),
  ),
  /** Command 0 close, 1 switch stream, 2 pause, 3 resume, 4 close talk. */
  controlVideo: message(0x9102, '音视频实时传输控制', record({ channel: u8, command: u8, close: u8, stream: u8 })),
};
