import { uuidOf, type Enterprise, type PackKey, type Region } from '@anlan/data';
import type { Doer } from '@anlan/kernel/case';

export interface Script {
  readonly key: string;
  readonly name: string;
  readonly category: string;
  readonly goal: string;
  readonly sectors: readonly string[];
  /** Days from now. */
  readonly from: number;
  readonly to: number;
  readonly done: boolean;
  /** Share of the targets that were inspected by now. */
  readonly reached: number;
  readonly departments: readonly string[];
}

export const SCRIPTS: readonly Script[] = [
  {
    key: 'strike',
    name: '安全生产领域“打非治违”百日专项行动',
    category: 'strike',
    goal: '依法打击取缔非法违法生产经营建设行为，治理纠正违规违章行为，遏制重特大事故',
    sectors: [],
    from: -160,
    to: -60,
    done: true,
    reached: 0.985,
    departments: ['应急管理', '公安', '市场监管', '自然资源', '住房城乡建设', '交通运输'],
  },
  {
    key: 'fire',
    name: '人员密集场所和仓储物流消防安全专项整治',
    category: 'fire',
    goal: '针对当地消防安全突出问题，整治安全出口堵塞、消防设施停用、违规用火用电和易燃可燃材料装修',
    sectors: ['public-place', 'warehouse', 'light-industry'],
    from: -38,
    to: 24,
    done: false,
    reached: 0.63,
    departments: ['消防救援', '应急管理', '教育', '民政', '卫生健康', '文化旅游', '文物'],
  },
  {
    key: 'hazchem',
    name: '危险化学品储存经营企业安全整治攻坚行动',
    category: 'hazchem',
    goal: '对不符合产业政策和安全生产条件的企业限期整改，逾期依法关闭',
    sectors: ['hazchem-production', 'hazchem-storage', 'gas-supply'],
    from: -75,
    to: -6,
    done: false,
    reached: 0.9,
    departments: ['应急管理', '生态环境', '交通运输', '消防救援'],
  },
];

/** Counties that were left out of the fire campaign: the calendar flags them. */
export const LEFT_OUT: Readonly<Record<PackKey, readonly string[]>> = {
  shangrao: ['婺源县', '三清山风景名胜区'],
  chongqing: ['城口县', '秀山土家族苗族自治县', '双桥经济技术开发区'],
};
/** Counties late with the hazchem campaign. */
export const LATE: Readonly<Record<PackKey, readonly string[]>> = {
  shangrao: ['德兴市', '铅山县'],
  chongqing: ['江津区', '涪陵区', '潼南区'],
};

/** A number in [0, 1) that depends on a text only. */
export const chance = (text: string): number => parseInt(uuidOf('campaign', text).slice(0, 8), 16) / 2 ** 32;
export const campaignId = (pack: PackKey, key: string): string => uuidOf('campaign', `${pack}/${key}`);

/** One jurisdiction in which the campaigns are told. */
export interface Stage {
  readonly pack: PackKey;
  readonly home: Region;
  readonly counties: readonly Region[];
  readonly towns: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  readonly firms: readonly Enterprise[];
  readonly now: number;
}

/** The inspector of a place, or a post without an account. */
export function doer({ people }: Stage, path: string, fallback: string): Doer {
  const person = people.get(path);
  return { id: person?.id ?? uuidOf('post', path), name: person?.name ?? fallback, side: 'authority', place: path };
}
