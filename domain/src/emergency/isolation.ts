import { answer, refuse, refuseBelow, type Answer, type Step } from '../working/index.ts';
import { ISOLATION_TABLE, type IsolationRow, type Kilometres } from './isolation-table.ts';
import { LARGE_SPILL_TABLE, type LargeSpillRow } from './large-spill-table.ts';
import { WATER_REACTIVE_TABLE } from './water-reactive-table.ts';

const GUIDE = '危险货物应急响应指南（ERG）';

/** Most of a small spill: litres of a liquid, kilograms of a solid. */
export const SMALL_SPILL = { litres: 208, kilograms: 300 } as const;

export type WindClass = 'low' | 'moderate' | 'high';

/** Wind of Table 3 by speed in m/s: below 10 km/h low, up to 20 moderate, beyond high. */
export function windClass(metresPerSecond: number): WindClass {
  const kmh = metresPerSecond * 3.6;
  return kmh < 10 ? 'low' : kmh <= 20 ? 'moderate' : 'high';
}

export interface Spill {
  /** Four digits. */
  readonly un: string;
  readonly size: 'small' | 'large';
  readonly night: boolean;
  /** Material where a UN number has several rows; part of its English name. */
  readonly material?: string;
  /** Container and wind in m/s decide of a large spill of the six gases of Table 3. */
  readonly container?: string;
  readonly wind?: number;
}

export interface Isolation {
  readonly material: string;
  /** Number of the orange guide. */
  readonly guide: string;
  /** Radius in metres all around. */
  readonly isolation: number;
  /** Side in km of the square downwind in which people are protected; null where the table held has none. */
  readonly protect: number | null;
  /** The true distance is beyond the table's end of 11 km. */
  readonly beyond: boolean;
  /** Toxic gases given off in water, as printed. */
  readonly waterGases: string | null;
}

const valueOf = (distance: Kilometres): number | null => (distance === '11+' ? 11 : distance);

function widest(rows: readonly IsolationRow[]): IsolationRow | undefined {
  return rows.reduce<IsolationRow | undefined>(
    (a, b) => (a && (valueOf(a.small.night) ?? 11) >= (valueOf(b.small.night) ?? 11) ? a : b),
    undefined,
  );
}

function largeRow({ un, container }: Spill): LargeSpillRow | undefined {
  const wanted = container?.toLowerCase() ?? '';
  // Without a container the worst one counts: the table lists the largest first.
  return LARGE_SPILL_TABLE.find((row) => row.un === un && row.container.toLowerCase().includes(wanted));
}

/** Containers Table 3 distinguishes for a gas; none for the others. */
export function containersOf(un: string): readonly string[] {
  return LARGE_SPILL_TABLE.filter((row) => row.un === un).map(({ container }) => container);
}

/**
 * Initial isolation (m) and protective action distance (km) of a spill by UN number, ERG green tables. Of several rows
 * of a number the widest counts unless the material is named; of the six gases of Table 3 the largest container and the
 * lowest wind where they are not known. Refuses numbers the tables do not hold and containers Table 3 does not list.
 */
export function isolationDistances(spill: Spill): Answer<Isolation> {
  const wrong = refuseBelow(0, { 风速: spill.wind ?? 0 });
  if (wrong) return wrong;
  const wanted = spill.material?.toLowerCase() ?? '';
  const rows = ISOLATION_TABLE.filter(({ un, material }) => un === spill.un && material.toLowerCase().includes(wanted));
  const row = widest(rows);
  if (!row) return refuse(`UN ${spill.un} 不在初始隔离与防护距离表中，按橙色指南页处置`, 'ERG 表1');
  const found = spill.size === 'large' && row.large === null ? fromTable3(spill) : fromTable1(row, spill);
  if (!found) return refuse(`表3没有“${spill.container ?? ''}”，可选：${containersOf(spill.un).join('；')}`, 'ERG 表3');
  const waterGases = WATER_REACTIVE_TABLE.find(({ un }) => un === spill.un)?.gases ?? null;
  const result: Isolation = {
    material: row.material,
    guide: row.guide,
    isolation: found.isolation,
    protect: valueOf(found.protect),
    beyond: found.protect === '11+' || (found.clause === 'ERG 表3' && found.protect === 11),
    waterGases,
  };
  const steps: Step[] = [
    { clause: found.clause, name: '初始隔离距离', formula: found.row, value: result.isolation, unit: 'm' },
    {
      clause: found.clause,
      name: '下风向防护距离',
      formula: spill.night ? '夜间' : '白天',
      value: result.protect,
      unit: 'km',
    },
  ];
  const inputs = [
    { name: 'UN', value: spill.un },
    { name: '泄漏量', value: spill.size === 'large' ? '大量' : '少量' },
    { name: '夜间', value: spill.night },
  ];
  return answer(result, GUIDE, inputs, steps, warningsOf(spill, rows, found, result));
}

interface Found {
  readonly isolation: number;
  readonly protect: Kilometres;
  readonly clause: string;
  readonly row: string;
}

function fromTable1(row: IsolationRow, { size, night }: Spill): Found {
  const distances = size === 'large' ? (row.large ?? row.small) : row.small;
  return {
    isolation: distances.isolation,
    protect: night ? distances.night : distances.day,
    clause: 'ERG 表1',
    row: row.material,
  };
}

function fromTable3(spill: Spill): Found | undefined {
  const row = largeRow(spill);
  if (!row) return undefined;
  const wind = spill.wind === undefined ? 'low' : windClass(spill.wind);
  return {
    isolation: row.isolation,
    protect: (spill.night ? row.night : row.day)[wind],
    clause: 'ERG 表3',
    row: `${row.material}, ${row.container}`,
  };
}

function warningsOf(spill: Spill, rows: readonly IsolationRow[], found: Found, result: Isolation): string[] {
  const texts: readonly (readonly [boolean, string])[] = [
    [true, '指南版次未注明（2020或2024），发布前核对'],
    [rows.length > 1, `UN ${spill.un} 有多种物质，取最大者`],
    [result.beyond, '实际距离可能超过11 km'],
    [result.protect === null, '防护距离未收录（印本多为11 km以上），查阅印本'],
    [found.clause === 'ERG 表3' && spill.container === undefined, '未给出容器，按最大容器'],
    [found.clause === 'ERG 表3' && spill.wind === undefined, '未给出风速，按低风速'],
    [result.waterGases !== null, `遇水放出有毒气体：${result.waterGases ?? ''}`],
  ];
  return texts.filter(([applies]) => applies).map(([, text]) => text);
}
