import { bytes, text, u16, u32, u8 } from '../field.ts';
import { list, record, sized } from '../structure.ts';
import { gmt8 } from '../time.ts';
import { empty, message } from './message.ts';

/** Where the terminal is to send a stream: at most 255 bytes of address, then the ports; 0 means "not by this transport". */
const server = { host: sized(1, text), tcpPort: u16, udpPort: u16 };

/** `alarms` are 64 bits, the upper 32 those of the video alarm word; zero asks for all. */
const wanted = { start: gmt8, end: gmt8, alarms: bytes(8), mediaType: u8, stream: u8, storage: u8 };

/** Messages that JT/T 1078-2016 adds; the media stream itself is the package jt1078. */
export const videoMessages = {
  queryVideoProperties: message(0x9003, '查询终端音视频属性', empty),
  /** Codings by table 12 (98 H.264, 99 H.265, 6 G.711A …); rate 0 8 kHz, 1 22.05, 2 44.1, 3 48; depth 0 8 bits, 1 16, 2 32. */
  videoProperties: message(
    0x1003,
    '终端上传音视频属性',
    record({
      audioCoding: u8,
      audioChannels: u8,
      audioRate: u8,
      audioDepth: u8,
      audioFrame: u16,
      audioOutput: u8,
      videoCoding: u8,
      mostAudio: u8,
      mostVideo: u8,
    }),
  ),
  /** Passengers who boarded and alighted between two times. */
  passengers: message(0x1005, '终端上传乘客流量', record({ start: gmt8, end: gmt8, boarding: u16, alighting: u16 })),
  recordings: message(
    0x1205,
    '终端上传音视频资源列表',
    record({ ackSerial: u16, recordings: list(u32, record({ channel: u8, ...wanted, size: u32 })) }),
  ),
  /** Result 0 done, 1 failed. */
  uploadedRecording: message(0x1206, '文件上传完成通知', record({ ackSerial: u16, result: u8 })),
  /** Media 0 both, 1 video, 2 two-way talk, 3 listen, 4 broadcast, 5 transparent; stream 0 main, 1 sub. */
  liveVideo: message(0x9101, '实时音视频传输请求', record({ ...server, channel: u8, mediaType: u8, stream: u8 })),
  /** Command 0 close, 1 switch stream, 2 pause, 3 resume, 4 close talk. */
  controlVideo: message(0x9102, '音视频实时传输控制', record({ channel: u8, command: u8, close: u8, stream: u8 })),
  /** Packets lost, in per cent. */
  videoStatus: message(0x9105, '实时音视频传输状态通知', record({ channel: u8, loss: u8 })),
  /** Way 0 normal, 1 fast forward, 2 key frames back, 3 key frames, 4 one frame; speed 0 none, 1 ×1, 2 ×2, 3 ×4, 4 ×8, 5 ×16. */
  playRecording: message(
    0x9201,
    '平台下发远程录像回放请求',
    record({
      ...server,
      channel: u8,
      mediaType: u8,
      stream: u8,
      storage: u8,
      way: u8,
      speed: u8,
      start: gmt8,
      end: gmt8,
    }),
  ),
  /** Command 0 start, 1 pause, 2 end, 3 fast forward, 4 key frames back, 5 to `position`, 6 key frames. */
  controlRecording: message(
    0x9202,
    '平台下发远程录像回放控制',
    record({ channel: u8, command: u8, speed: u8, position: gmt8 }),
  ),
  queryRecordings: message(0x9205, '查询资源列表', record({ channel: u8, ...wanted })),
  /** Brings a recording to an FTP server; network bit 0 Wi-Fi, 1 LAN, 2 3G/4G. */
  uploadRecording: message(
    0x9206,
    '文件上传指令',
    record({
      host: sized(1, text),
      port: u16,
      user: sized(1, text),
      password: sized(1, text),
      path: sized(1, text),
      channel: u8,
      ...wanted,
      network: u8,
    }),
  ),
  /** Command 0 pause, 1 resume, 2 cancel. */
  controlUpload: message(0x9207, '文件上传控制', record({ ackSerial: u16, command: u8 })),
};
