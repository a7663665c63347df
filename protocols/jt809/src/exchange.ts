import { only, padded, record, restText, sizedText, time, u16, u32, u8 } from './field.ts';
import { position, positions } from './position.ts';
import { registration } from './registration.ts';

/** 2019: the message that is answered. */
const source = { sourceType: only(2019, u16), sourceSerial: only(2019, u32) };
const empty = record({});
const period = record({ start: time, end: time });
const reason = record({ reason: u8 });
const answered = record({ ...source, result: u8 });
const driver = {
  name: padded(16),
  idCard: padded(20),
  licence: padded(40),
  organisation: padded(200),
  validUntil: only(2019, time),
};
const waybill = { waybill: sizedText };

/** 0x1200, from the lower platform; layouts of the driver and waybill messages as implemented publicly. */
const UP = {
  registration: { id: 0x1201, title: '上传车辆注册信息', body: registration },
  position: { id: 0x1202, title: '实时上传车辆定位信息', body: position },
  positionHistory: { id: 0x1203, title: '车辆定位信息自动补报', body: positions },
  exchangeStarted: { id: 0x1205, title: '启动车辆定位信息交换应答', body: record(source) },
  exchangeEnded: { id: 0x1206, title: '结束车辆定位信息交换应答', body: record(source) },
  requestExchange: { id: 0x1207, title: '申请交换指定车辆定位信息请求', body: period },
  cancelExchange: { id: 0x1208, title: '取消交换指定车辆定位信息请求', body: empty },
  requestMissing: { id: 0x1209, title: '补发车辆定位信息请求', body: period },
  driverAnswer: { id: 0x120a, title: '上报车辆驾驶员身份识别信息应答', body: record({ ...source, ...driver }) },
  waybillAnswer: { id: 0x120b, title: '上报车辆电子运单应答', body: record({ ...source, ...waybill }) },
  driverReport: { id: 0x120c, title: '主动上报驾驶员身份信息', body: record(driver) },
  waybillReport: { id: 0x120d, title: '主动上报车辆电子运单信息', body: record(waybill) },
} as const;

/** 0x9200, from the upper platform. */
const DOWN = {
  registrationAnswer: {
    id: 0x9201,
    title: '车辆注册信息应答',
    body: record({ sourceType: u16, sourceSerial: u32, result: u8 }),
  },
  exchangedPosition: { id: 0x9202, title: '交换车辆定位信息', body: position },
  exchangedHistory: { id: 0x9203, title: '车辆定位信息交换补发', body: positions },
  /** Fields as `NAME:=value` joined by `;`. */
  vehicleExchange: { id: 0x9204, title: '交换车辆静态信息', body: record({ text: restText }) },
  startExchange: { id: 0x9205, title: '启动车辆定位信息交换请求', body: reason },
  endExchange: { id: 0x9206, title: '结束车辆定位信息交换请求', body: reason },
  exchangeAnswer: { id: 0x9207, title: '申请交换指定车辆定位信息应答', body: answered },
  cancelAnswer: { id: 0x9208, title: '取消交换指定车辆定位信息应答', body: answered },
  missingAnswer: { id: 0x9209, title: '补发车辆定位信息应答', body: answered },
  askDriver: { id: 0x920a, title: '上报车辆驾驶员身份识别信息请求', body: record({ flag: only(2019, u8) }) },
  askWaybill: { id: 0x920b, title: '上报车辆电子运单请求', body: empty },
} as const;

/** `reason` of 0x9205 and 0x9206 by its number, on which public implementations agree. */
export const EXCHANGE_REASONS = {
  start: ['车辆进入指定区域', '人工指定交换', '应急状态下车辆定位信息回传', '其他原因'],
  end: ['车辆离开指定区域', '人工停止交换', '紧急监控完成', '车辆离线', '其他原因'],
} as const;

/** The messages about one vehicle: registration, positions, drivers and waybills. */
export const VEHICLE_MESSAGES = { ...UP, ...DOWN } as const;
