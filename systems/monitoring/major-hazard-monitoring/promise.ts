import type { Level } from '@anlan/kernel/entity';
import type { Parameter } from '@anlan/kernel/parameter';
import { refuse, type Refusal, named } from '@anlan/kernel/refusal';
import { z } from 'zod';

/** The official model that the form of 安全承诺公告 follows, and the classes of special work it counts. */
const MODEL = '应急〔2018〕74号';
const WORK = 'GB 30871-2022';

interface Figure {
  readonly label: string;
  readonly labelEn: string;
  readonly unit: string;
  readonly source: string;
}

const figure = (label: string, labelEn: string, unit = '处', source = WORK): Figure => ({
  label,
  labelEn,
  unit,
  source,
});

/** What an enterprise counts every day: its plants and the dangerous work of the day. */
export const PROMISE_FIGURES = {
  plants: figure('生产装置', 'Plants', '套', MODEL),
  running: figure('其中运行', 'of these running', '套', MODEL),
  stopped: figure('停产', 'stopped', '套', MODEL),
  repair: figure('检修', 'under repair', '套', MODEL),
  hotSpecial: figure('特级动火', 'Hot work, special grade'),
  hotFirst: figure('一级动火', 'Hot work, grade 1'),
  hotSecond: figure('二级动火', 'Hot work, grade 2'),
  confined: figure('受限空间', 'Confined space'),
  blind: figure('盲板抽堵', 'Blinding'),
  height: figure('高处作业', 'Work at height'),
  lifting: figure('吊装', 'Lifting'),
  electricity: figure('临时用电', 'Temporary power'),
  earth: figure('动土', 'Earthwork'),
  road: figure('断路', 'Closing of roads'),
  tankCleaning: figure('清罐', 'Tank cleaning', '处', MODEL),
  contractors: figure('承包商作业', 'Contractors’ work', '处', MODEL),
} as const satisfies Record<string, Figure>;
export type PromiseFigure = keyof typeof PROMISE_FIGURES;

/** What is answered with yes or no. */
export const PROMISE_STATES = {
  trial: { label: '处于试生产', labelEn: 'Trial production', source: MODEL },
  startStop: { label: '处于开停车', labelEn: 'Start-up or shutdown', source: MODEL },
  pilot: { label: '开展中（扩）试', labelEn: 'Pilot tests', source: MODEL },
  controlled: {
    label: '罐区、仓库等重大危险源处于安全状态',
    labelEn: 'Tank farms, stores and other major hazard sources are in a safe state',
    source: MODEL,
  },
  majorDanger: { label: '存在重大隐患', labelEn: 'A major hidden danger exists', source: MODEL },
  guarantors: {
    label: '重大危险源安全包保责任已落实',
    labelEn: 'The persons responsible for the sources have done their duties',
    source: '应急厅〔2021〕12号',
  },
} as const;
export type PromiseState = keyof typeof PROMISE_STATES;

/** The colour of the day by its official name. */
export const PROMISE_LEVELS: Readonly<Record<Level, { readonly label: string; readonly labelEn: string }>> = {
  red: { label: '高风险', labelEn: 'High risk' },
  orange: { label: '较大风险', labelEn: 'Considerable risk' },
  yellow: { label: '一般风险', labelEn: 'Medium risk' },
  blue: { label: '低风险', labelEn: 'Low risk' },
};

/** The sentence that the principal signs (应急〔2018〕74号, with the guarantors of 应急厅〔2021〕12号). */
export const PROMISE_STATEMENT =
  '今天我公司已进行安全风险研判，各项安全风险防控措施已落实到位，重大危险源安全包保责任已落实。我承诺：所有生产装置处于安全运行状态，罐区、仓库等重大危险源安全风险得到有效管控。';

const keys = <T extends object>(of: T) => Object.keys(of) as [keyof T & string, ...(keyof T & string)[]];

export const promiseFiguresSchema = z.strictObject({
  ...(Object.fromEntries(keys(PROMISE_FIGURES).map((key) => [key, z.int().min(0).max(9999)])) as Record<
    PromiseFigure,
    z.ZodInt
  >),
  ...(Object.fromEntries(keys(PROMISE_STATES).map((key) => [key, z.boolean()])) as Record<PromiseState, z.ZodBoolean>),
});
export type PromiseFigures = z.infer<typeof promiseFiguresSchema>;

/** What of a promise contradicts itself: plants that do not add up, safety promised over a major danger or a low risk over an unsafe source. */
export function promiseContradiction(level: Level, figures: PromiseFigures): Refusal | undefined {
  const told = figures.running + figures.stopped + figures.repair;
  if (told !== figures.plants) return refuse('promise-plants', { plants: figures.plants, running: told }, 'plants');
  if ((figures.majorDanger || !figures.controlled) && (level === 'blue' || level === 'yellow'))
    return refuse('promise-level', { level: named(PROMISE_LEVELS[level]) }, 'level');
  return undefined;
}

const GROUP = '安全承诺公告';

/** Who announces, and until when; 应急〔2018〕74号 says daily, the hour is what provinces ask for. */
export const promiseParameters: readonly Parameter[] = [
  {
    key: 'promise.sectors',
    label: '应每日公告安全承诺的行业',
    labelEn: 'Sectors that announce a safety promise every day',
    group: GROUP,
    kind: 'list',
    optionsFrom: 'list.sector',
    value: ['hazchem-production', 'hazchem-storage'],
    source: `${MODEL}：危险化学品生产、经营（带有储存设施）和使用许可企业`,
  },
  {
    key: 'promise.until',
    label: '当日公告截止',
    labelEn: 'Announced until',
    group: GROUP,
    kind: 'number',
    unit: '时',
    value: 10,
    min: 1,
    max: 23,
    source: '惯例初值：各省多要求每日 10 时前公告，由属地按通知修订',
  },
];
