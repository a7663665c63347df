import { counted, only, padded, record, time, u16, u32, u8, type Field } from './field.ts';

/** Text of printable ASCII, for what is none was enciphered or is no address. */
const address: Field<string> = {
  read(input, context) {
    const text = padded(32).read(input, context);
    if (!/^[\x21-\x7e]*$/.test(text)) context.fault = 'the address of the sub link is not printable';
    return text;
  },
  write: padded(32).write,
};

const empty = record({});
const verifyCode = record({ verifyCode: u32 });
const reason = record({ reason: u8 });
const account = { userId: u32, password: padded(8) };

/** How many positions were received from `start` to `end`. */
const received = record({ count: u32, start: time, end: time });

/** 2019: what a platform lost or had interrupted between `start` and `end`. */
const lost = record({
  platform: padded(11),
  start: time,
  end: time,
  lostPositions: u32,
  interruptions: u8,
  interruptedSeconds: u32,
});

const asked = record({ platform: padded(11), start: time, end: time });

/** 2019: serial numbers in use, a reference to each. */
const serials = record({ notices: counted(record({ type: u16, serial: u32, time })) });

/** Messages that keep the two links, with titles; `envelope` ones repeat their type and state the length of their data. */
export const LINK_MESSAGES = {
  login: {
    id: 0x1001,
    title: '主链路登录请求',
    body: record({ ...account, accessCode: only(2019, u32), downLinkAddress: address, downLinkPort: u16 }),
  },
  loginAnswer: { id: 0x1002, title: '主链路登录应答', body: record({ result: u8, verifyCode: u32 }) },
  logout: { id: 0x1003, title: '主链路注销请求', body: record(account) },
  logoutAnswer: { id: 0x1004, title: '主链路注销应答', body: empty },
  keepalive: { id: 0x1005, title: '主链路连接保持请求', body: empty },
  keepaliveAnswer: { id: 0x1006, title: '主链路连接保持应答', body: empty },
  mainLinkBroken: { id: 0x1007, title: '主链路断开通知', body: reason },
  lowerCloses: { id: 0x1008, title: '下级平台主动关闭主从链路通知', body: reason },
  subLogin: { id: 0x9001, title: '从链路连接请求', body: verifyCode },
  subLoginAnswer: { id: 0x9002, title: '从链路连接应答', body: record({ result: u8 }) },
  subLogout: { id: 0x9003, title: '从链路注销请求', body: verifyCode },
  subLogoutAnswer: { id: 0x9004, title: '从链路注销应答', body: empty },
  subKeepalive: { id: 0x9005, title: '从链路连接保持请求', body: empty },
  subKeepaliveAnswer: { id: 0x9006, title: '从链路连接保持应答', body: empty },
  subLinkBroken: { id: 0x9007, title: '从链路断开通知', body: reason },
  upperCloses: { id: 0x9008, title: '上级平台主动关闭主从链路通知', body: reason },
  positionsReceived: { id: 0x9101, title: '接收车辆定位信息数量通知', body: received },
} as const;

/** 2019's link statistics, whose envelope repeats the message type; layouts as implemented publicly. */
export const STATISTICS_MESSAGES = {
  transferStatistics: { id: 0x1102, title: '平台链路连接情况与车辆定位消息传输情况上报', body: lost },
  uplinkSerials: { id: 0x1103, title: '上传平台间消息序列号通知', body: serials },
  askTransferStatistics: { id: 0x9102, title: '平台链路连接情况与车辆定位消息传输情况上报请求', body: asked },
  downlinkSerials: { id: 0x9103, title: '下发平台间消息序列号通知', body: serials },
} as const;

/** Results of 0x1002. */
export const LOGIN_RESULTS = {
  ok: 0,
  addressWrong: 1,
  accessCodeWrong: 2,
  userUnknown: 3,
  passwordWrong: 4,
  resourceShort: 5,
  other: 6,
} as const;

/** Results of 0x9002. */
export const SUB_LOGIN_RESULTS = { ok: 0, verifyCodeWrong: 1, resourceShort: 2, other: 3 } as const;
