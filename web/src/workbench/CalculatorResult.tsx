import type { Made } from '@anlan/kernel/workbench';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card } from '../parts/index.ts';
import { significant } from './text.ts';
import { MarkWord } from './WorkingCard.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';
import { Unit, useUnit } from '../language/units.ts';

function valueText(value: unknown, yes: string, no: string): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return value ? yes : no;
  return typeof value === 'number' ? significant(value, 6) : String(value);
}

/** Outputs of the standards by the keys of their interface. */
const OUTPUTS: Readonly<Record<string, string>> = {
  is_major_hazard: '构成重大危险源',
  level: '等级',
  band: '危险程度',
  value: '数值',
  valid: '有效',
  check: '校验码',
  check_char: '校验码',
  sex: '性别',
  birth: '出生日期',
  region: '行政区划',
  c_twa: 'C-TWA',
  exceeds: '超过限值',
  ratio: '比值之和',
  rf: '折减因子',
  adjusted: '折减后限值',
  lex8h: 'LEX,8h',
  exceeds_85: '超过 85 dB(A)',
  lexw: 'LEX,w',
  mg_m3: 'mg/m³',
  min_yuan: '下限（元）',
  max_yuan: '上限（元）',
  fine_yuan: '罚款（元）',
  unit_min_yuan: '单位下限（元）',
  unit_max_yuan: '单位上限（元）',
  person_min_yuan: '个人下限（元）',
  person_max_yuan: '个人上限（元）',
  surcharge_yuan: '加处罚款（元）',
  days_if_counted_from_next_day_to_day_before_correction: '计罚日数',
  reward_yuan: '奖励（元）',
  unit_report_by: '单位应于',
  county_to_city_by: '县报市应于',
  city_to_province_by: '市报省应于',
  province_to_state_council_by: '省报国务院应于',
  stops_at: '逐级报至',
  final_level: '最终等级',
  investigation_due: '调查期限',
  max_extended_due: '延长后期限',
  alarm: '报警',
  cutoff: '断电',
  may_restore: '可复电',
  fatigue: '疲劳驾驶',
  acceptable: '可接受',
  zone: '区域',
  fraction: '致死份额',
  listed: '列入',
  years: '年限',
  early_removal_possible: '可提前移出',
  massRate: '质量流量',
  concentration: '浓度',
  distance: '距离',
  flux: '热辐射',
  overpressure: '超压',
  duration: '持续时间',
  probit: '概率单位',
  share: '份额',
  frequency: '频率（次/年）',
  c_stel: 'C-STEL',
  wbgt: 'WBGT ℃',
  limit: '限值',
  a4: 'a(4) m/s²',
  count: '样品数',
  geometric_mean: '几何均值',
  geometric_deviation: '几何标准差',
  percentile_95: '95 百分位',
  exceedance: '超限概率',
  state: '状态',
  interlock: '联锁',
  grade: '等别',
  freeboard_kept: '安全超高满足',
  beach_kept: '干滩长度满足',
  material: '物质',
  guide: '指南号',
  isolation_m: '初始隔离 m',
  protect_km: '下风向防护 km',
  beyond_table: '超出表列',
  water_gases: '遇水释放',
};

/** What came out, how, and what to mind; or why nothing did. */
export function CalculatorResult({ made }: { readonly made: Made }) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const { language } = useLanguage();
  if (made.refused !== null)
    return (
      <Card title={t('refusedTitle')}>
        <p className={styles.refused} role="alert" data-testid="calculator-refused">
          {made.refused[language]}
        </p>
      </Card>
    );
  return (
    <>
      <Card title={t('result')}>
        <div className={styles.results} data-testid="calculator-result">
          {made.outputs.map(({ key, value, unit }) => (
            <div key={key} data-output={key}>
              <small>{language === 'zh' ? (OUTPUTS[key] ?? key) : key}</small>
              <b>
                {valueText(value, t('yes'), t('no'))}{' '}
                {unit === '-' ? '' : <Unit of={unit} n={typeof value === 'number' ? value : null} />}
              </b>
            </div>
          ))}
        </div>
        {made.warnings.length === 0 ? null : (
          <ul className={styles.limits}>
            {made.warnings.map((warning) => (
              <li key={warning.en}>{warning[language]}</li>
            ))}
          </ul>
        )}
      </Card>
      {made.steps.length === 0 ? null : (
        <Card title={t('working')}>
          <ol className={styles.steps} data-testid="calculator-steps">
            {made.steps.map((step, i) => (
              <li key={`${step.symbol}${i}`}>
                {step.formula}{' '}
                <b>{`${step.symbol} = ${valueText(step.value, t('yes'), t('no'))} ${step.unit === '-' ? '' : inUnit(step.unit)}`}</b>
                <small>
                  {step.clause} <MarkWord mark={step.mark} />
                </small>
              </li>
            ))}
          </ol>
        </Card>
      )}
    </>
  );
}
