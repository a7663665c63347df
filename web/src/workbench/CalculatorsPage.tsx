import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { calculatorsSchema, madeSchema, type Calculator, type CalculatorField, type Made } from './shapes.ts';
import { significant } from './text.ts';
import { MarkWord } from './WorkingCard.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

type Typed = Readonly<Record<string, unknown>>;

/** Calculators of the standards and of physics with search; each with its result, working and clauses. */
export function CalculatorsPage() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const { key = '' } = useParams();
  const [search, setSearch] = useState('');
  const all = useQuery({
    queryKey: ['calculators'],
    staleTime: Infinity,
    queryFn: ({ signal }) => api.get('/calculators', calculatorsSchema, signal),
  });
  const wanted = search.trim().toLowerCase();
  const shown = useMemo(
    () =>
      (all.data ?? []).filter(
        (one) =>
          wanted === '' ||
          `${one.title} ${one.titleEn} ${one.clause} ${one.clauses.map(({ source, what }) => `${source} ${what}`).join(' ')}`
            .toLowerCase()
            .includes(wanted),
      ),
    [all.data, wanted],
  );
  const chosen = all.data?.find((one) => one.key === key) ?? shown[0];
  return (
    <Page title={t('calculators')}>
      <PageHead title={t('calculators')} note={t('calculatorsNote')} />
      {all.isError ? <Failed error={all.error} /> : null}
      {all.data === undefined ? (
        all.isError ? null : (
          <Loading rows={8} />
        )
      ) : (
        <div className={styles.calculators}>
          <div>
            <input
              className={styles.search}
              type="search"
              value={search}
              placeholder={t('searchCalculators')}
              aria-label={t('searchCalculators')}
              onChange={(event) => setSearch(event.target.value)}
              data-testid="calculator-search"
            />
            <Card flush>
              <nav className={styles.calculatorList} data-testid="calculator-list" data-count={shown.length}>
                {shown.length === 0 ? <Empty title={t('noCalculator')} /> : null}
                {(['standard', 'physics'] as const).map((family) => {
                  const rows = shown.filter((one) => one.family === family);
                  return rows.length === 0 ? null : (
                    <div key={family}>
                      <h3>
                        {t(family)} {rows.length}
                      </h3>
                      {rows.map((one) => (
                        <Link
                          key={one.key}
                          to={keep(`/calculators/${one.key}`)}
                          aria-current={one.key === chosen?.key ? 'page' : undefined}
                        >
                          {language === 'zh' ? one.title : one.titleEn}
                          <small>{one.clause}</small>
                        </Link>
                      ))}
                    </div>
                  );
                })}
              </nav>
            </Card>
          </div>
          {chosen === undefined ? null : <One key={chosen.key} calculator={chosen} />}
        </div>
      )}
    </Page>
  );
}

const startOf = ({ fields }: Calculator): Typed =>
  Object.fromEntries(fields.filter(({ optional }) => !optional).map(({ key, example }) => [key, example]));

function One({ calculator }: { readonly calculator: Calculator }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [typed, setTyped] = useState<Typed>(() => startOf(calculator));
  const made = useMutation({
    mutationFn: (inputs: Typed) => api.post(`/calculators/${calculator.key}`, { inputs }, madeSchema),
  });
  const { mutate } = made;
  useEffect(() => {
    const timer = setTimeout(() => mutate(typed), 150);
    return () => clearTimeout(timer);
  }, [typed, mutate]);
  const put = (key: string, value: unknown) => setTyped({ ...typed, [key]: value });
  return (
    <div className={styles.stack} data-testid="calculator" data-key={calculator.key}>
      <Card title={language === 'zh' ? calculator.title : calculator.titleEn} note={calculator.clause}>
        <div className={styles.form}>
          {calculator.fields.map((field) => (
            <FieldInput
              key={field.key}
              field={field}
              value={typed[field.key]}
              onChange={(value) => put(field.key, value)}
            />
          ))}
        </div>
      </Card>
      {made.isError ? <Failed error={made.error} /> : null}
      {made.data === undefined ? null : <Result made={made.data} />}
      <Card title={t('clauses')} flush>
        <table className={styles.zones}>
          <tbody>
            {calculator.clauses.map((clause, i) => (
              <tr key={`${clause.source}${i}`} data-testid="clause">
                <td>{clause.source}</td>
                <td>{clause.what}</td>
                <td>
                  <MarkWord mark={clause.mark} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </div>
  );
}

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
};

function Result({ made }: { readonly made: Made }) {
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
                {valueText(value, t('yes'), t('no'))} {unit === '-' ? '' : unit}
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
                <b>{`${step.symbol} = ${valueText(step.value, t('yes'), t('no'))} ${step.unit === '-' ? '' : step.unit}`}</b>
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

interface FieldInputProps {
  readonly field: CalculatorField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

const numberOf = (text: string): number | string | null =>
  text.trim() === '' ? null : Number.isFinite(Number(text)) ? Number(text) : text;

function FieldInput({ field, value, onChange }: FieldInputProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [text, setText] = useState(() => (Array.isArray(value) ? value.join(', ') : String(value ?? '')));
  const label = language === 'zh' ? field.label : field.labelEn;
  if (field.kind === 'rows') return <Rows field={field} value={value} onChange={onChange} />;
  if (field.kind === 'flag')
    return (
      <label className={styles.check}>
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} /> {label}
      </label>
    );
  if (field.kind === 'choice')
    return (
      <label className={styles.field}>
        {label}
        <span className={styles.box}>
          <select
            value={String(value ?? '')}
            onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
          >
            {field.optional ? <option value="">{t('empty')}</option> : null}
            {field.options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        </span>
      </label>
    );
  const type = (next: string): void => {
    setText(next);
    const list = next.split(/[,，;；\s]+/).filter(Boolean);
    if (field.kind === 'numbers') onChange(list.map(Number).filter(Number.isFinite));
    else if (field.kind === 'texts') onChange(list);
    else onChange(field.kind === 'number' ? numberOf(next) : next);
  };
  return (
    <label
      className={styles.field}
      title={field.kind === 'numbers' || field.kind === 'texts' ? t('listHint') : undefined}
    >
      {label}
      <span className={styles.box}>
        <input
          value={text}
          inputMode={field.kind === 'number' ? 'decimal' : 'text'}
          onChange={(event) => type(event.target.value)}
          data-testid={`calc-${field.key}`}
        />
        <em>{field.unit}</em>
      </span>
    </label>
  );
}

function Rows({ field, value, onChange }: FieldInputProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const rows = (Array.isArray(value) ? value : []) as readonly Record<string, unknown>[];
  const put = (at: number, key: string, text: string, number: boolean) =>
    onChange(rows.map((row, i) => (i === at ? { ...row, [key]: number ? numberOf(text) : text } : row)));
  return (
    <div className={styles.wide}>
      <table className={styles.rows} aria-label={language === 'zh' ? field.label : field.labelEn}>
        <thead>
          <tr>
            {field.columns.map(({ key, label }) => (
              <th key={key}>{label}</th>
            ))}
            <th aria-label={t('deleteRow')} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {field.columns.map(({ key, label, number }) => (
                <td key={key}>
                  <input
                    aria-label={label}
                    defaultValue={String(row[key] ?? '')}
                    onChange={(event) => put(i, key, event.target.value, number)}
                  />
                </td>
              ))}
              <td>
                <button
                  type="button"
                  className={styles.link}
                  aria-label={t('deleteRow')}
                  onClick={() => onChange(rows.filter((_, k) => k !== i))}
                >
                  <X size={14} aria-hidden />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" className={styles.link} onClick={() => onChange([...rows, {}])}>
        <Plus size={13} aria-hidden /> {t('addRow')}
      </button>
    </div>
  );
}
