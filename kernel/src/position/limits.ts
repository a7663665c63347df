import { hourOf } from '@anlan/domain/calendar';
import type { Shape } from '@anlan/domain/geo';
import type { Fence } from './fence.ts';

/** What the rules must know of an object beside its fixes. */
export interface Profile {
  readonly kind: 'vehicle' | 'vessel';
  /** Category of the register: `dangerous-goods`, `line-bus`, `tanker`, … */
  readonly category: string;
  /** Own limit in km/h. */
  readonly speedLimit: number | null;
  /** Carries its goods in a tank whose valve may be watched. */
  readonly tank?: boolean;
  /** Carries passengers for hire: eighty per cent at night, two hours at night. */
  readonly coach: boolean;
  /** Must stop or be relayed from 2 to 5 o'clock. */
  readonly nightBan: boolean;
  /** Waybill in force, and the route approved for it. */
  readonly waybill: string | null;
  readonly route: { readonly name: string; readonly shape: Shape } | null;
}

/** Night of a coach: 22:00–06:00 at eighty per cent (道路旅客运输企业安全管理规范第三十八条). */
export const NIGHT = { from: 22, to: 6, share: 0.8 } as const;

/** The lowest limit that holds: the object's own, those of the fences it is in, and the night's share for coaches. */
export function speedLimitFor(
  profile: Profile,
  inside: readonly Pick<Fence, 'purpose' | 'speedLimit' | 'name'>[],
  at: number,
): { readonly limit: number | null; readonly about: string | null } {
  let limit = profile.speedLimit;
  let about: string | null = null;
  for (const fence of inside) {
    const limited = fence.purpose === 'speed' || fence.purpose === 'water';
    if (!limited || fence.speedLimit === null || fence.speedLimit >= (limit ?? Infinity)) continue;
    limit = fence.speedLimit;
    about = fence.name;
  }
  if (limit === null) return { limit, about };
  const hour = hourOf(at);
  const night = profile.coach && (hour >= NIGHT.from || hour < NIGHT.to);
  return { limit: night ? Math.round(limit * NIGHT.share * 10) / 10 : limit, about };
}

const tenths = (kmh: number): number => Math.round(kmh * 10) / 10;

/** How a step follows from the speed limit, and the limit from the step; km/h. */
interface SpeedStep {
  readonly from: (limit: number) => number;
  readonly back: (step: number) => number;
}
type SpeedSteps = Readonly<Record<string, SpeedStep>>;

const times = (share: number): SpeedStep => ({
  from: (limit) => tenths(limit * share),
  back: (step) => tenths(step / share),
});
const plus = (kmh: number): SpeedStep => ({
  from: (limit) => tenths(limit + kmh),
  back: (step) => tenths(step - kmh),
});

/** It begins beyond the limit itself: speeds of JT/T 808 come in steps of 0.1. */
const BEYOND = plus(0.1);

/** The steps of overspeed by name: graver 10, 20 and 50 % above the limit. */
const SPEED_STEPS: SpeedSteps = {
  overspeed: BEYOND,
  overspeed10: times(1.1),
  overspeed20: times(1.2),
  overspeed50: times(1.5),
};

/** Those of vehicles with dangerous goods: an alarm from the limit on, graver 10 and 20 km/h above it (80, 90, 100 of 80). */
const GOODS_STEPS: SpeedSteps = { goods: BEYOND, goods10: plus(10), goods20: plus(20) };

function stepsOf(steps: SpeedSteps, limit: number): Record<string, number> {
  return Object.fromEntries(Object.entries(steps).map(([step, { from }]) => [step, from(limit)]));
}

/** The steps of a vessel's limit, km/h: reported 10 %, serious 30 % above it (local rules of navigation; conventions). */
export function vesselSteps(limit: number): Readonly<Record<'swift10' | 'swift30', number>> {
  return { swift10: limit * 1.1, swift30: limit * 1.3 };
}

/** The steps of a vehicle's speed limit (km/h), by its category. */
export function speedSteps(limit: number, category: string | null): Record<string, number> {
  return stepsOf(category === 'dangerous-goods' ? GOODS_STEPS : SPEED_STEPS, limit);
}

/**
 * The limits (km/h) behind one of the steps, the limit itself under the name of the mildest: what somebody was judged by,
 * whatever holds now. Undefined for what is no such step.
 */
export function speedLimitsBehind(step: string, value: number): Record<string, number> | undefined {
  const steps = [SPEED_STEPS, GOODS_STEPS].find((family) => family[step] !== undefined);
  if (steps === undefined) return undefined;
  const limit = steps[step]!.back(value);
  return { ...stepsOf(steps, limit), [Object.keys(steps)[0]!]: limit };
}

/** A step's value (km/h) as it is said: of the mildest the speed limit itself, beyond which it begins. */
export function speedStepSaid(step: string, value: number): number {
  const found = SPEED_STEPS[step] ?? GOODS_STEPS[step];
  return found === BEYOND ? found.back(value) : value;
}

interface Setting {
  readonly label: string;
  readonly labelEn: string;
  readonly unit: string;
  readonly value: number;
  readonly clause: string;
}

/** Limits of the position rules with their usual values; a jurisdiction may set its own, with a reason. */
export const SETTINGS = {
  'overspeed.delay': {
    label: '超速持续',
    labelEn: 'Overspeed lasts',
    unit: 's',
    value: 15,
    clause: '监测目录：超速持续 15 s 且不少于两个定位点',
  },
  stop: {
    label: '专用停车场外停车（提示）',
    labelEn: 'Stop outside a lot, notice',
    unit: 'min',
    value: 15,
    clause: '危险货物道路运输安全管理办法；时限为惯例',
  },
  stopLong: {
    label: '专用停车场外停车（报警）',
    labelEn: 'Stop outside a lot, alarm',
    unit: 'min',
    value: 30,
    clause: '惯例，待核',
  },
  stopLongest: {
    label: '专用停车场外停车（严重）',
    labelEn: 'Stop outside a lot, serious',
    unit: 'min',
    value: 60,
    clause: '惯例，待核',
  },
  driving: {
    label: '连续驾驶',
    labelEn: 'Continuous driving',
    unit: 'min',
    value: 240,
    clause: '道路交通安全法实施条例第六十二条（七）：4 小时、休息 20 分钟',
  },
  drivingAtNight: {
    label: '客车夜间连续驾驶',
    labelEn: 'Continuous driving of a coach at night',
    unit: 'min',
    value: 120,
    clause: '道路旅客运输企业安全管理规范第三十八条：夜间 2 小时',
  },
  off: { label: '偏离线路', labelEn: 'Off the route', unit: 'm', value: 300, clause: '惯例，待核' },
  offFar: { label: '偏离线路（较大）', labelEn: 'Far off the route', unit: 'm', value: 1000, clause: '惯例，待核' },
  offFarthest: {
    label: '偏离线路（重大）',
    labelEn: 'Very far off the route',
    unit: 'm',
    value: 3000,
    clause: '惯例，待核',
  },
  unbilled: {
    label: '重车无运单行驶',
    labelEn: 'Loaded without a waybill',
    unit: 'min',
    value: 30,
    clause: '危险货物道路运输安全管理办法第二十四条（运单）',
  },
  valveMoving: {
    label: '行驶中阀开的最低速度',
    labelEn: 'Valve open while moving from',
    unit: 'km/h',
    value: 10,
    clause: 'GB 18564（行驶中紧急切断阀关闭）；10 km/h 为惯例',
  },
  anchorCircle: {
    label: '锚泊圈半径',
    labelEn: 'Circle of a ship at anchor',
    unit: 'm',
    value: 150,
    clause: '平台初值：锚链长加船长；按锚地规定',
  },
  displacedTimes: {
    label: '离线位移（30 日内多次）',
    labelEn: 'Displaced while offline, times in 30 days',
    unit: '次',
    value: 3,
    clause: '惯例，待核',
  },
  displaced: {
    label: '离线位移',
    labelEn: 'Displaced while offline',
    unit: 'km',
    value: 20,
    clause: '联网联控考核；惯例，待核',
  },
} as const satisfies Record<string, Setting>;
export type Settings = Partial<Record<keyof typeof SETTINGS, number>>;
