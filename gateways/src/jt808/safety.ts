import { type AlarmSign, itemOf, type ItemName, type LocationBody } from '@anlan/jt808';
import type { SafetyEvent, SafetyQuantity, Severity } from '@anlan/kernel/position';

/** One alarm of an active-safety terminal, as it is kept. `sign` tells it apart within the device. */
export interface SafetyReport {
  readonly sign: string;
  readonly item: 'adas' | 'dsm' | 'tpms' | 'bsd' | 'intenseDriving';
  /** 0 for items without types. */
  readonly type: number;
  readonly label: string;
  readonly quantity: SafetyQuantity | null;
  readonly level: number | null;
  /** Degree of fatigue, 1 to 10. */
  readonly degree: number | null;
  /** Epoch ms. */
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  /** Files the terminal has of it. */
  readonly attachments: number;
}

interface Kind {
  readonly label: string;
  readonly quantity?: SafetyQuantity;
}

/** T/JSATL 12-2017 tables 4-15, 4-17, 4-20; types of an item by number. */
const KINDS: Readonly<Record<SafetyReport['item'], Readonly<Record<number, Kind>>>> = {
  adas: {
    1: { label: '前向碰撞报警', quantity: 'collision-risk' },
    2: { label: '车道偏离报警' },
    3: { label: '车距过近报警' },
    4: { label: '行人碰撞报警', quantity: 'collision-risk' },
    5: { label: '频繁变道报警' },
    6: { label: '道路标识超限报警' },
    7: { label: '障碍物报警' },
    16: { label: '道路标志识别事件' },
    17: { label: '主动抓拍事件' },
  },
  dsm: {
    1: { label: '疲劳驾驶报警', quantity: 'driver-fatigue' },
    2: { label: '接打电话报警', quantity: 'driver-behaviour' },
    3: { label: '抽烟报警', quantity: 'driver-behaviour' },
    4: { label: '分神驾驶报警', quantity: 'driver-behaviour' },
    5: { label: '驾驶员异常报警', quantity: 'driver-behaviour' },
    16: { label: '自动抓拍事件' },
    17: { label: '驾驶员变更事件' },
  },
  tpms: { 0: { label: '胎压监测报警' } },
  bsd: { 1: { label: '后方接近报警' }, 2: { label: '左侧后方接近报警' }, 3: { label: '右侧后方接近报警' } },
  intenseDriving: { 0: { label: '激烈驾驶报警' } },
};
const ITEMS = Object.keys(KINDS) as SafetyReport['item'][];

const ENDED = 2;
const SECOND_LEVEL = 2;
/** Ours, not the standard's: fatigue of this degree (of 10) is severe whatever the level. */
const SEVERE_DEGREE = 7;
/** The same of JT/T 1078's degree of 100. */
const SEVERE_PERCENT = 70;
/** JT/T 1078-2016 table 13, 0x18. */
const FATIGUE_BIT = 1;
const BEHAVIOUR_BITS = 0b110;

/** The text of an alarm sign: what makes an alarm of a terminal one and the same. */
export function signText({ terminalId, time, sequence }: AlarmSign): string {
  return `${terminalId} ${time.bcd} ${sequence}`;
}

interface Common {
  readonly flag: number;
  readonly type?: number;
  readonly level?: number;
  readonly fatigue?: number;
  readonly sign: AlarmSign;
  readonly wheels?: readonly Wheel[];
}

interface Wheel {
  readonly position: number;
  readonly alarms: number;
  readonly pressure: number;
  readonly temperature: number;
}

/** T/JSATL 12-2017 table 4-18; bit 0 is the periodic report, which is no alarm. */
const TYRE_ALARMS = ['', '胎压过高', '胎压过低', '胎温过高', '传感器异常', '胎压不平衡', '慢漏气', '电池电量低'];
const TYRE_REPORT = 1;

const alarming = ({ alarms }: Wheel): boolean => (alarms & ~TYRE_REPORT) !== 0;

/** What is wrong with which wheels; wheels count from 1, front left first. */
function tyresText(wheels: readonly Wheel[]): string {
  return wheels
    .filter(alarming)
    .map(({ position, alarms, pressure, temperature }) => {
      const wrong = TYRE_ALARMS.filter((_, bit) => bit > 0 && ((alarms >> bit) & 1) === 1).join('、') || '自定义报警';
      return `${position + 1} 号轮${wrong}（${pressure} kPa，${temperature} ℃）`;
    })
    .join('；');
}

function alarmsOf(body: LocationBody): readonly (Common & { readonly item: SafetyReport['item'] })[] {
  if (!body.items.some(({ name }) => name in KINDS)) return [];
  return ITEMS.flatMap((item) => {
    const value = itemOf(body.items, item satisfies ItemName);
    if (value === undefined) return [];
    const common = { flag: 1, ...(value as Omit<Common, 'flag'>), item };
    return common.wheels === undefined || common.wheels.some(alarming) ? [common] : [];
  });
}

const severityOf = ({ level = 1, fatigue = 0 }: Common): Severity =>
  level >= SECOND_LEVEL || fatigue >= SEVERE_DEGREE ? 2 : 1;

const EMERGENCY = 1;

/** Has the driver pressed the emergency button (bit 0 of the alarm word)? */
export function pressed({ alarm }: LocationBody): boolean {
  return (alarm & EMERGENCY) !== 0;
}

/** What the instruments saw with this location, for the rules; undefined when nothing. */
export function eventsOf(body: LocationBody): readonly SafetyEvent[] | undefined {
  const events: SafetyEvent[] = alarmsOf(body).flatMap((alarm) => {
    const quantity = KINDS[alarm.item][alarm.type ?? 0]?.quantity;
    if (quantity === undefined) return [];
    return [{ quantity, severity: severityOf(alarm), ...(alarm.flag === ENDED && { over: true }) }];
  });
  const abnormal = itemOf(body.items, 'abnormalDriving');
  if (abnormal !== undefined) {
    const severe = (abnormal.fatigue ?? 0) >= SEVERE_PERCENT;
    if ((abnormal.behaviour & FATIGUE_BIT) !== 0) events.push({ quantity: 'driver-fatigue', severity: severe ? 2 : 1 });
    if ((abnormal.behaviour & BEHAVIOUR_BITS) !== 0) events.push({ quantity: 'driver-behaviour', severity: 1 });
  }
  if (pressed(body)) events.push({ quantity: 'emergency', severity: 1 });
  return events.length === 0 ? undefined : events;
}

/** The alarms with a sign that a location carries; ends of alarms carry the sign of their beginning and are none. */
export function reportsOf(body: LocationBody, now: number): readonly SafetyReport[] {
  return alarmsOf(body).flatMap(({ item, type = 0, level = null, fatigue, flag, sign, wheels }) => {
    if (flag === ENDED) return [];
    const kind = KINDS[item][type];
    return [
      {
        sign: signText(sign),
        item,
        type,
        label: wheels === undefined ? (kind?.label ?? `自定义报警 ${type}`) : tyresText(wheels),
        quantity: kind?.quantity ?? null,
        level,
        degree: item === 'dsm' && type === 1 ? (fatigue ?? null) : null,
        at: sign.time.epochMs ?? body.time.epochMs ?? now,
        lon: body.longitude,
        lat: body.latitude,
        attachments: sign.attachments,
      },
    ];
  });
}

/** Signs of alarms whose files the terminal has; the request repeats a sign as it came, of 16 bytes or of 40. */
export function attachedSigns(body: LocationBody): readonly AlarmSign[] {
  return alarmsOf(body)
    .filter(({ flag, sign }) => flag !== ENDED && sign.attachments > 0)
    .map(({ sign }) => sign);
}
