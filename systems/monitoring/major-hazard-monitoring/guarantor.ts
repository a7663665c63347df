import { shift, type Day } from '@anlan/domain/calendar';
import type { Parameter } from '@anlan/kernel/parameter';

/** The three who answer for a source (应急厅〔2021〕12号 第三条); the fields of the register that name them. */
export const GUARANTORS = {
  principal: { label: '主要负责人', labelEn: 'Principal' },
  technical: { label: '技术负责人', labelEn: 'Technical lead' },
  operation: { label: '操作负责人', labelEn: 'Operations lead' },
} as const;
export type Guarantor = keyof typeof GUARANTORS;

/** A duty of a guarantor that recurs. */
export interface GuarantorDuty {
  readonly who: Guarantor;
  readonly label: string;
  readonly labelEn: string;
  readonly clause: string;
  /** What the clause says of the period; null = it says none, the jurisdiction sets the months. */
  readonly period: 'week' | 'quarter' | null;
  /** First value of the months where the clause says none. */
  readonly months?: number;
}

const RULE = '应急厅〔2021〕12号';

/** Duties of articles 4 to 6 that are done again and again; those done once (setting up the system, filing) stand in the register of sources. */
export const GUARANTOR_DUTIES = {
  'principal-check': {
    who: 'principal',
    label: '督促、检查重大危险源安全生产工作',
    labelEn: 'Sees to and checks the safety work of the source',
    clause: `${RULE} 第四条（五）`,
    period: null,
    months: 1,
  },
  'principal-training': {
    who: 'principal',
    label: '组织管理和操作岗位人员安全技能培训',
    labelEn: 'Has managers and operators trained',
    clause: `${RULE} 第四条（三）`,
    period: null,
    months: 12,
  },
  'technical-dangers': {
    who: 'technical',
    label: '组织针对性安全风险隐患排查',
    labelEn: 'Has risks and hidden dangers of the source sought',
    clause: `${RULE} 第五条（五）：每季度至少一次`,
    period: 'quarter',
  },
  'technical-instruments': {
    who: 'technical',
    label: '组织安全设施和监测监控系统检测、检验与维护保养',
    labelEn: 'Has safety devices and monitoring tested and maintained',
    clause: `${RULE} 第五条（二）：定期`,
    period: null,
    months: 3,
  },
  'technical-drill': {
    who: 'technical',
    label: '组织演练专项应急预案和现场处置方案',
    labelEn: 'Has the emergency plans of the source drilled',
    clause: `${RULE} 第五条（六）；第 40 号令第二十一条：专项预案每年一次、现场处置方案每半年一次`,
    period: null,
    months: 6,
  },
  'operation-dangers': {
    who: 'operation',
    label: '组织重大危险源安全风险隐患排查',
    labelEn: 'Has the source searched for risks and hidden dangers',
    clause: `${RULE} 第六条（三）：每周至少一次`,
    period: 'week',
  },
  'operation-work': {
    who: 'operation',
    label: '监督检查特殊作业、检维修作业管控措施落实',
    labelEn: 'Sees that special work and repairs are controlled',
    clause: `${RULE} 第六条（二）`,
    period: null,
    months: 1,
  },
} as const satisfies Record<string, GuarantorDuty>;
export type GuarantorDutyKey = keyof typeof GUARANTOR_DUTIES;
export const GUARANTOR_DUTY_KEYS = Object.keys(GUARANTOR_DUTIES) as [GuarantorDutyKey, ...GuarantorDutyKey[]];

export const dutyOf = (key: GuarantorDutyKey): GuarantorDuty => GUARANTOR_DUTIES[key];

const prefix = 'guarantor.months.';
export const monthsKey = (duty: GuarantorDutyKey): string => `${prefix}${duty}`;

/** Months of the duties for which the rule says no period. */
export const guarantorParameters: readonly Parameter[] = GUARANTOR_DUTY_KEYS.flatMap((key) => {
  const { label, labelEn, period, months, clause } = dutyOf(key);
  if (period !== null || months === undefined) return [];
  return [
    {
      key: monthsKey(key),
      label: `包保履职周期：${label}`,
      labelEn: `Period of the duty: ${labelEn}`,
      group: '重大危险源安全包保',
      kind: 'number',
      unit: '月',
      value: months,
      min: 1,
      max: 12,
      source: `惯例初值：${clause}未写明周期，由属地或企业制度修订`,
    },
  ];
});

/** The stretch of days in which a duty is due once. */
export interface DutyPeriod {
  readonly from: Day;
  /** Its last day. */
  readonly until: Day;
}

const pad = (number: number): string => String(number).padStart(2, '0');

/**
 * The period of a duty in which a day lies: weeks begin on Monday, months are counted from January of each year.
 * `months` is what the jurisdiction has set for a duty whose clause says no period.
 */
export function dutyPeriod(key: GuarantorDutyKey, day: Day, months: (parameter: string) => number): DutyPeriod {
  const { period } = dutyOf(key);
  if (period === 'week') {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const from = shift(day, -((weekday + 6) % 7));
    return { from, until: shift(from, 6) };
  }
  const length = period === 'quarter' ? 3 : months(monthsKey(key));
  const [year, month] = day.split('-').map(Number) as [number, number];
  const first = Math.floor((month - 1) / length) * length;
  const next = first + length >= 12 ? `${year + 1}-01-01` : `${year}-${pad(first + length + 1)}-01`;
  return { from: `${year}-${pad(first + 1)}-01`, until: shift(next, -1) };
}

/** Periods of a duty that ended within the days `from` to `until`, oldest first. */
export function periodsEnded(
  key: GuarantorDutyKey,
  from: Day,
  until: Day,
  months: (parameter: string) => number,
): DutyPeriod[] {
  const periods: DutyPeriod[] = [];
  for (let period = dutyPeriod(key, until, months); ; period = dutyPeriod(key, shift(period.from, -1), months)) {
    if (period.until < from) return periods.toReversed();
    if (period.until <= until) periods.push(period);
  }
}
