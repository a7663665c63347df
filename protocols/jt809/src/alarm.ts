import { ByteReader } from '@anlan/wire';
import { byEdition, only, padded, record, sizedText, time, u16, u32, u8, type Field, type Value } from './field.ts';

/** 2019: the event, the vehicle and the platform concerned; without vehicle or platform they are empty. */
const event2019 = {
  platform: padded(11),
  type: u16,
  time,
  start: time,
  end: time,
  plate: padded(21),
  colour: u8,
  concernedPlatform: padded(11),
  line: u32,
};

/** 0x1402, a lower platform reports an alarm; lengths agree with CRC-valid frames of 2019. */
const report = byEdition(
  record({ source: u8, type: u16, time, infoId: u32, text: sizedText }),
  record({ ...event2019, text: sizedText }),
);

/** 0x1403, what became of an alarm. 2011: 0 handling, 1 done, 2 not done, 3 later. */
const result = byEdition(record({ infoId: u32, result: u8 }), record({ ...event2019, text: sizedText }));

const warning2011 = record({ source: u8, type: u16, time, text: sizedText });
const longWarning = record({ ...event2019, text: sizedText });
const { time: _, ...briefEvent } = event2019;
const briefWarning = record({ ...briefEvent, text: sizedText });

type Warning2019 = Value<typeof longWarning> | Value<typeof briefWarning>;

/** Without `time` in the public CRC-valid frame of 0x9403, with it in public implementations: told by the size. */
const warning2019: Field<Warning2019> = {
  read(input, context) {
    const { bytes, offset, end } = input;
    const textLength = new ByteReader(bytes, offset + BRIEF_HEAD, end).u32();
    const brief = end - offset === BRIEF_HEAD + 4 + textLength;
    return (brief ? briefWarning : longWarning).read(input, context);
  },
  write(output, value, context) {
    if ('time' in value) longWarning.write(output, value, context);
    else briefWarning.write(output, value, context);
  },
};

/** Bytes of a brief warning before the length of its text. */
const BRIEF_HEAD = 66;

/** 0x9402 and 0x9403, an upper platform warns or passes on an alarm. */
const warning = byEdition(warning2011, warning2019);

/** 0x9401, an upper platform urges that an alarm be handled by `until`. */
const urge = record({
  source: u8,
  type: u16,
  time,
  supervisionId: u32,
  until: time,
  level: u8,
  supervisor: padded(16),
  phone: padded(20),
  email: padded(32),
});

const urgeAnswer = record({ supervisionId: u32, result: u8 });

/** 0x1400 and 0x9400. */
export const ALARM_MESSAGES = {
  urgeAnswer: { id: 0x1401, title: '报警督办应答', body: urgeAnswer },
  alarmReport: { id: 0x1402, title: '上报报警信息', body: report },
  alarmResult: { id: 0x1403, title: '主动上报报警处理结果', body: result },
  urge: { id: 0x9401, title: '报警督办请求', body: urge },
  alarmWarning: { id: 0x9402, title: '报警预警', body: warning },
  alarmExchange: { id: 0x9403, title: '实时交换报警信息', body: warning },
} as const;

/** 2011: who is asked, about what; 2019: with the time to answer. */
const query = record({
  objectType: u8,
  objectId: byEdition(padded(12), padded(20)),
  /** The time to answer, in the unit the two platforms agreed. */
  answerTime: only(2019, u8),
  infoId: u32,
  text: sizedText,
});

const queryAnswer = byEdition(
  record({ objectType: u8, objectId: padded(12), infoId: u32, text: sizedText }),
  record({
    objectType: u8,
    responder: padded(16),
    responderPhone: padded(20),
    objectId: padded(20),
    sourceType: u16,
    sourceSerial: u32,
    text: sizedText,
  }),
);

const platformMessage = record({ objectType: u8, objectId: padded(12), infoId: u32, text: sizedText });

/** 0x1300 and 0x9300, between the platforms themselves. */
export const PLATFORM_MESSAGES = {
  queryAnswer: { id: 0x1301, title: '平台查岗应答', body: queryAnswer },
  platformMessageAnswer: {
    id: 0x1302,
    title: '下发平台间报文应答',
    body: byEdition(record({ infoId: u32 }), record({ sourceType: u16, sourceSerial: u32 })),
  },
  query: { id: 0x9301, title: '平台查岗请求', body: query },
  platformMessage: { id: 0x9302, title: '下发平台间报文请求', body: platformMessage },
} as const;

/** What became of an urged alarm: results of 0x1401. */
export const URGE_RESULTS = { handling: 0, done: 1, notDone: 2, later: 3 } as const;

/** Where an alarm came from: `source` of the alarm messages. */
export const ALARM_SOURCES: Readonly<Record<number, string>> = {
  1: '车载终端',
  2: '企业监控平台',
  3: '政府监管平台',
  9: '其他',
};

/** `type` of the alarm messages, on which public implementations agree; A0xx since 2019. */
export const ALARM_TYPES: Readonly<Record<number, string>> = {
  0x0001: '超速报警',
  0x0002: '疲劳驾驶报警',
  0x0003: '紧急报警',
  0x0004: '进入指定区域报警',
  0x0005: '离开指定区域报警',
  0x0008: '越界报警',
  0x0009: '盗警',
  0x000a: '劫警',
  0x000b: '偏离路线报警',
  0x000c: '车辆移动报警',
  0x000d: '超时驾驶报警',
  0x000e: '其他报警',
  0x0010: '违规行驶报警',
  0x0011: '前撞报警',
  0x0012: '车道偏离报警',
  0x0013: '胎压异常报警',
  0x0014: '动态信息异常报警',
  0xa001: '超时停车',
  0xa002: '车辆定位信息上报时间间隔异常',
  0xa003: '车辆定位信息上报距离间隔异常',
  0xa004: '下级平台异常断线',
  0xa005: '下级平台数据传输异常',
  0xa006: '路段堵塞报警',
  0xa007: '危险路段报警',
  0xa008: '雨雪天气报警',
  0xa009: '驾驶员身份识别异常',
  0xa00a: '终端异常',
  0xa00b: '平台接入异常',
  0xa00c: '核心数据异常',
  0xa0ff: '其他报警',
};
