import type { AccidentLevel } from '../accident/index.ts';

/** A fine in yuan. */
export interface Yuan {
  readonly in: 'yuan';
  readonly min: number;
  readonly max: number;
}

/** A fine in shares of the income of the year before. */
export interface Income {
  readonly in: 'income';
  readonly min: number;
  readonly max: number;
}

export type Fine = Yuan | Income;

/** What a finding costs the unit and the persons (in charge and otherwise directly responsible). */
export interface Fines {
  readonly unit?: Fine;
  readonly person?: Fine;
}

export interface Article {
  readonly law: string;
  /** Number with its paragraph where they differ: “103.2”. */
  readonly article: string;
  readonly subject: string;
  readonly violation: string;
  readonly first?: Fines;
  /** Not corrected in time, or refused. */
  readonly overdue?: Fines;
  /** Where the failing led to an accident. */
  readonly accident?: Fines;
  readonly note?: string;
}

const ten = 10_000;
const wan = (min: number, max: number): Yuan => ({ in: 'yuan', min: min * ten, max: max * ten });
const upTo = (max: number): Yuan => wan(0, max);
const share = (min: number, max: number): Income => ({ in: 'income', min, max });

const LAW = '安全生产法（2021修正）';
const UNIT = '生产经营单位';

type Row = Omit<Article, 'law'>;

const SAFETY_LAW: readonly Row[] = [
  { article: '92.1', subject: '评价检测机构', violation: '出具失实报告', first: { unit: wan(3, 10) } },
  {
    article: '92.2',
    subject: '评价检测机构',
    violation: '租借资质、挂靠、出具虚假报告',
    first: { unit: wan(10, 20), person: wan(5, 10) },
    note: '违法所得10万元以上处2–5倍',
  },
  { article: '93', subject: '投资人', violation: '不保证安全生产所必需的资金投入', accident: { person: wan(2, 20) } },
  {
    article: '94',
    subject: '主要负责人',
    violation: '未履行法定安全生产管理职责',
    first: { person: wan(2, 5) },
    overdue: { person: wan(5, 10) },
  },
  {
    article: '96',
    subject: '其他负责人和安全生产管理人员',
    violation: '未履行法定职责',
    first: { person: wan(1, 3) },
    accident: { person: share(0.2, 0.5) },
  },
  {
    article: '97',
    subject: UNIT,
    violation: '机构人员、考核、培训、记录、预案演练、持证等七项',
    first: { unit: upTo(10) },
    overdue: { unit: wan(10, 20), person: wan(2, 5) },
  },
  {
    article: '98',
    subject: UNIT,
    violation: '高危建设项目安全评价、设计、施工、验收四项',
    first: { unit: wan(10, 50), person: wan(2, 5) },
    overdue: { unit: wan(50, 100), person: wan(5, 10) },
  },
  {
    article: '99',
    subject: UNIT,
    violation: '警示标志、安全设备、监控报警、劳防用品等八项',
    first: { unit: upTo(5) },
    overdue: { unit: wan(5, 20), person: wan(1, 2) },
  },
  {
    article: '101',
    subject: UNIT,
    violation: '危险物品、重大危险源、危险作业、风险分级、隐患治理五项',
    first: { unit: upTo(10) },
    overdue: { unit: wan(10, 20), person: wan(2, 5) },
  },
  {
    article: '102',
    subject: UNIT,
    violation: '未采取措施消除事故隐患',
    first: { unit: upTo(5) },
    overdue: { person: wan(5, 10) },
    note: '拒不执行的责令停产停业整顿',
  },
  {
    article: '103.1',
    subject: UNIT,
    violation: '发包、出租给不具备条件或者资质者',
    first: { unit: wan(10, 20), person: wan(1, 2) },
    note: '违法所得10万元以上处2–5倍',
  },
  {
    article: '103.2',
    subject: UNIT,
    violation: '未签安全管理协议或者未统一协调、管理',
    first: { unit: upTo(5), person: upTo(1) },
  },
  {
    article: '103.3',
    subject: '矿山、金属冶炼、危险物品项目施工单位',
    violation: '未按规定对施工项目进行安全管理',
    first: { unit: upTo(10), person: upTo(2) },
  },
  {
    article: '104',
    subject: UNIT,
    violation: '同一作业区域未签协议或者未指定专人检查协调',
    first: { unit: upTo(5), person: upTo(1) },
  },
  {
    article: '105',
    subject: UNIT,
    violation: '危险物品场所与宿舍同楼或者距离不足；出口疏散通道不符合要求',
    first: { unit: upTo(5), person: upTo(1) },
  },
  { article: '106', subject: '主要负责人、投资人', violation: '与从业人员订立免责协议', first: { person: wan(2, 10) } },
  {
    article: '108',
    subject: UNIT,
    violation: '拒绝、阻碍监督检查，拒不改正',
    first: { unit: wan(2, 20), person: wan(1, 2) },
  },
  {
    article: '109',
    subject: '高危行业、领域单位',
    violation: '未投保安全生产责任保险',
    first: { unit: wan(5, 10) },
    overdue: { unit: wan(10, 20) },
  },
  {
    article: '110',
    subject: '主要负责人',
    violation: '不立即组织抢救、擅离职守、逃匿；瞒报、谎报、迟报',
    first: { person: share(0.6, 1) },
  },
];

const DECREES: readonly Article[] = [
  {
    law: '国务院令第493号',
    article: '36',
    subject: '事故发生单位',
    violation: '谎报瞒报、伪造破坏现场、转移资产、拒绝调查、作伪证、逃匿',
    first: { unit: wan(100, 500), person: share(0.6, 1) },
  },
  {
    law: '国务院令第708号',
    article: '32',
    subject: UNIT,
    violation: '预案未备案、未建立应急值班制度等，逾期未改正',
    overdue: { unit: wan(3, 5), person: wan(1, 2) },
  },
];

/** Articles with fixed fines; those by level of accident are in {@link ACCIDENT_FINES}. */
export const ARTICLES: readonly Article[] = [...SAFETY_LAW.map((row) => ({ law: LAW, ...row })), ...DECREES];

/** Fines by level of accident in one version of the Work Safety Law. */
export interface AccidentFines {
  readonly law: string;
  /** First day in force, `YYYY-MM-DD`. */
  readonly from: string;
  readonly unitArticle: string;
  readonly headArticle: string;
  /** Of the responsible unit. */
  readonly unit: Readonly<Record<AccidentLevel, Yuan>>;
  /** Share of last year's income of the principal who did not do his duty. */
  readonly head: Readonly<Record<AccidentLevel, number>>;
  /** Of the unit where circumstances are especially serious; undefined where the version gives nothing for the level. */
  readonly especiallySerious: (level: AccidentLevel) => Yuan | undefined;
}

const UNIT_2021: Readonly<Record<AccidentLevel, Yuan>> = {
  一般: wan(30, 100),
  较大: wan(100, 200),
  重大: wan(200, 1000),
  特别重大: wan(1000, 2000),
};

/** Newest first. */
export const ACCIDENT_FINES: readonly AccidentFines[] = [
  {
    law: LAW,
    from: '2021-09-01',
    unitArticle: '114',
    headArticle: '95',
    unit: UNIT_2021,
    head: { 一般: 0.4, 较大: 0.6, 重大: 0.8, 特别重大: 1 },
    // Art. 114 para. 2: twice to five times the fine of the level.
    especiallySerious: (level) => ({ in: 'yuan', min: 2 * UNIT_2021[level].min, max: 5 * UNIT_2021[level].max }),
  },
  {
    law: '安全生产法（2014修正）',
    from: '2014-12-01',
    unitArticle: '109',
    headArticle: '92',
    unit: { 一般: wan(20, 50), 较大: wan(50, 100), 重大: wan(100, 500), 特别重大: wan(500, 1000) },
    head: { 一般: 0.3, 较大: 0.4, 重大: 0.6, 特别重大: 0.8 },
    especiallySerious: (level) => (level === '特别重大' ? wan(1000, 2000) : undefined),
  },
];
