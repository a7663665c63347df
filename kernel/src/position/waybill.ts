import { dayOf } from '@anlan/domain/calendar';
import { problemWords } from '../refusal/index.ts';
import { isActive, type Period } from './fence.ts';

/** States of an electronic waybill (危险货物道路运输安全管理办法第二十四条). */
export const WAYBILL_STATES = {
  issued: { label: '已开具', labelEn: 'Issued' },
  loaded: { label: '已装货', labelEn: 'Loaded' },
  'in-transit': { label: '运输中', labelEn: 'In transit' },
  delivered: { label: '已送达', labelEn: 'Delivered' },
  cancelled: { label: '已作废', labelEn: 'Cancelled' },
} as const;
export type WaybillState = keyof typeof WAYBILL_STATES;

/** The steps a waybill may take. */
export const WAYBILL_STEPS: Readonly<Record<WaybillState, readonly WaybillState[]>> = {
  issued: ['loaded', 'in-transit', 'cancelled'],
  loaded: ['in-transit', 'cancelled'],
  'in-transit': ['delivered'],
  delivered: [],
  cancelled: [],
};

interface Certificate {
  readonly number: string | null;
  readonly validUntil: string | null;
  /** Classes it covers: `3`, `2.1`, `8`; `2` covers `2.1`; empty = none stated. */
  readonly classes: readonly string[];
}

/** Everything a waybill is checked against. Undefined = not registered. Times epoch ms, days `YYYY-MM-DD`. */
export interface BillFacts {
  readonly goodsClass: string;
  readonly quantity: number;
  readonly start: number;
  readonly end: number;
  readonly today: string;
  readonly licence?: Certificate | undefined;
  readonly driver?:
    | (Certificate & { readonly name: string; readonly kind: string; readonly sameEnterprise: boolean })
    | undefined;
  readonly escort?:
    | (Certificate & { readonly name: string; readonly kind: string; readonly sameEnterprise: boolean })
    | undefined;
  readonly vehicle: {
    readonly category: string;
    readonly sameEnterprise: boolean;
    readonly classes: readonly string[];
    readonly load: number | null;
    readonly inspectionUntil: string | null;
    readonly suspended: boolean;
    readonly terminal: boolean;
    readonly shutoff: boolean | null;
    readonly tank: boolean;
  };
  /** Numbers of other waybills of the vehicle or driver at the same time. */
  readonly overlapping: readonly string[];
  readonly route?:
    | {
        readonly name: string;
        readonly validTo: string | null;
        readonly categories: readonly string[];
        /** Forbidden areas the route runs through. */
        readonly crosses: readonly { readonly name: string; readonly periods: readonly Period[] }[];
      }
    | undefined;
}

/** One finding of the check. A blocking one refuses the waybill. */
export interface Finding {
  readonly check: string;
  readonly label: string;
  readonly blocking: boolean;
  readonly text: string;
  readonly clause: string;
}

type Problem = { readonly text: string; readonly blocking?: boolean } | undefined;
interface Check {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly clause: string;
  readonly clauseEn: string;
  problem(facts: BillFacts): Problem;
}

const HOUR = 3_600_000;

/** Does a list of classes cover a class: itself or the main class it belongs to? */
export function coversClass(classes: readonly string[], wanted: string): boolean {
  return classes.some((one) => one === wanted || wanted.startsWith(`${one}.`));
}

function certificate(who: string, given: Certificate | undefined, facts: BillFacts): Problem {
  if (given === undefined) return { text: `${who}没有登记` };
  if (given.validUntil === null) return { text: `${who}没有登记有效期` };
  if (given.validUntil < dayOf(facts.end)) return { text: `${who}有效期至 ${given.validUntil}，到不了运输结束` };
  if (!coversClass(given.classes, facts.goodsClass))
    return { text: `${who}不含 ${facts.goodsClass} 类（${given.classes.join('、') || '未登记类项'}）` };
  return undefined;
}

function person(who: string, kind: string, given: BillFacts['driver'], facts: BillFacts): Problem {
  if (given === undefined) return { text: `没有${who}` };
  if (given.kind !== kind) return { text: `${given.name}的从业资格不是${who}` };
  if (!given.sameEnterprise) return { text: `${given.name}不是承运企业的人员` };
  return certificate(`${given.name}的从业资格证`, given, facts);
}

/** Does a stretch of time touch a period? Looked at every quarter of an hour. */
function touches(periods: readonly Period[], from: number, to: number): boolean {
  const fence = { periods, validFrom: null, validTo: null };
  for (let at = from; at <= to; at += HOUR / 4) if (isActive(fence, at)) return true;
  return isActive(fence, to);
}

/** Licence × driver × escort × vehicle × route × time, each its own finding with its clause. */
export const CHECKS: readonly Check[] = [
  {
    key: 'licence',
    label: '经营许可',
    labelEn: 'Operating licence',
    clause: '道路危险货物运输管理规定第八条、第十条',
    clauseEn: 'Administration of Road Transport of Dangerous Goods, articles 8 and 10',
    problem: (facts) => certificate('承运企业的道路危险货物运输许可', facts.licence, facts),
  },
  {
    key: 'driver',
    label: '驾驶员',
    labelEn: 'Driver',
    clause: '道路运输从业人员管理规定；危险货物道路运输安全管理办法第四十四条',
    clauseEn:
      'Administration of Road Transport Employees; Measures for Safe Road Transport of Dangerous Goods, article 44',
    problem: (facts) => person('驾驶员', 'driver', facts.driver, facts),
  },
  {
    key: 'escort',
    label: '押运员',
    labelEn: 'Escort',
    clause: '危险化学品安全管理条例第四十八条',
    clauseEn: 'Regulations on Safety of Hazardous Chemicals, article 48',
    problem: (facts) => person('押运员', 'escort', facts.escort, facts),
  },
  {
    key: 'vehicle',
    label: '车辆',
    labelEn: 'Vehicle',
    clause: '道路危险货物运输管理规定第八条（一）',
    clauseEn: 'Administration of Road Transport of Dangerous Goods, article 8 (1)',
    problem: ({ vehicle, goodsClass, end }) => {
      if (vehicle.category !== 'dangerous-goods') return { text: '车辆不是危险货物运输车' };
      if (!vehicle.sameEnterprise) return { text: '车辆不属于承运企业' };
      if (vehicle.suspended) return { text: '车辆已报停' };
      if (vehicle.inspectionUntil === null) return { text: '没有登记检验有效期', blocking: false };
      if (vehicle.inspectionUntil < dayOf(end)) return { text: `车辆检验有效期至 ${vehicle.inspectionUntil}` };
      if (!coversClass(vehicle.classes, goodsClass))
        return { text: `道路运输证不含 ${goodsClass} 类（${vehicle.classes.join('、') || '未登记类项'}）` };
      return undefined;
    },
  },
  {
    key: 'load',
    label: '装载量',
    labelEn: 'Load',
    clause: '危险化学品安全管理条例第四十五条；办法第二十七条',
    clauseEn: 'Regulations on Safety of Hazardous Chemicals, article 45; Measures, article 27',
    problem: ({ vehicle, quantity }) => {
      if (vehicle.load === null) return { text: '没有登记核定载质量', blocking: false };
      return quantity > vehicle.load ? { text: `装载 ${quantity} t，核定 ${vehicle.load} t` } : undefined;
    },
  },
  {
    key: 'device',
    label: '车载装置',
    labelEn: 'On-board devices',
    clause: '道路运输车辆动态监督管理办法第十二条；GB 18564.1（紧急切断装置）',
    clauseEn: 'Measures for Dynamic Supervision of Road Vehicles, article 12; GB 18564.1 (emergency shut-off)',
    problem: ({ vehicle }) => {
      if (!vehicle.terminal) return { text: '没有安装卫星定位装置' };
      if (vehicle.tank && vehicle.shutoff !== true) return { text: '罐车没有登记紧急切断装置' };
      return undefined;
    },
  },
  {
    key: 'overlap',
    label: '时间冲突',
    labelEn: 'Clash of times',
    clause: '危险货物道路运输安全管理办法第二十四条（一车一单）',
    clauseEn: 'Measures for Safe Road Transport of Dangerous Goods, article 24 (one waybill per vehicle)',
    problem: ({ overlapping }) =>
      overlapping.length === 0 ? undefined : { text: `同一车辆或驾驶员在此时间已有运单 ${overlapping.join('、')}` },
  },
  {
    key: 'route',
    label: '线路',
    labelEn: 'Route',
    clause: '危险化学品安全管理条例第四十九条（限制通行区域）',
    clauseEn: 'Regulations on Safety of Hazardous Chemicals, article 49 (restricted areas)',
    problem: (facts) => {
      const { route } = facts;
      if (route === undefined) return { text: '没有选择核准线路，途中不判偏离', blocking: false };
      if (route.validTo !== null && route.validTo < dayOf(facts.end)) return { text: `线路核准到 ${route.validTo}` };
      const crossed = route.crosses.find(
        ({ periods }) => periods.length === 0 || touches(periods, facts.start, facts.end),
      );
      return crossed === undefined ? undefined : { text: `线路穿过禁行区「${crossed.name}」` };
    },
  },
  {
    key: 'time',
    label: '时间禁行',
    labelEn: 'Times',
    clause: '办法第五十条（通行管控）；起止时间',
    clauseEn: 'Measures, article 50 (traffic control); beginning and end',
    problem: ({ start, end }) => {
      if (end <= start) return { text: '计划到达早于发车' };
      return end - start > 72 * HOUR ? { text: '计划时间超过 72 小时', blocking: false } : undefined;
    },
  },
];

/** Checks a waybill; no findings = in order. */
export function checkWaybill(facts: BillFacts): Finding[] {
  return CHECKS.flatMap(({ key, label, clause, problem }) => {
    const found = problem(facts);
    if (found === undefined) return [];
    return [{ check: key, label, clause, text: found.text, blocking: found.blocking ?? true }];
  });
}

/** A finding in English: the check's own words, and what was found by its sentence. */
export function findingInEnglish({ check, label, clause, text }: Omit<Finding, 'blocking'>): {
  readonly label: string;
  readonly text: string;
  readonly clause: string;
} {
  const declared = CHECKS.find(({ key }) => key === check);
  return {
    label: declared?.labelEn ?? label,
    text: problemWords(text, text).en,
    clause: declared?.clauseEn ?? clause,
  };
}
