import type { AlarmQuality } from '@anlan/kernel/alarm-quality';
import { Link } from 'react-router';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Failed, numberText, RiskMark, StatusWord, Why } from '../parts/index.ts';
import { isJudged, useObservedText } from '../alarm-quality/observed.ts';
import { useKeepScope } from '../shell/index.ts';
import { spanText, stampText, useNow } from '../time/index.ts';
import { LEVELS } from './alarm/index.ts';
import { useDeskQuality } from './use-quality.ts';
import styles from './Side.module.css';
import { WORDS } from './words.ts';
import { unitText } from '../language/units.ts';

type Row = AlarmQuality['rows'][number];

/** Points of a sparkline in a box of `width` × `height`; a flat line for one value, nothing for none. */
function sparkline(values: readonly number[], width: number, height: number): string {
  if (values.length === 0) return '';
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const step = width / Math.max(1, values.length - 1);
  return values
    .map((value, i) => `${(i * step).toFixed(1)},${(1 + (1 - (value - low) / span) * (height - 2)).toFixed(1)}`)
    .join(' ');
}

function useFigure(): (row: Row) => string {
  const { language } = useLanguage();
  return (row) => {
    if (row.value === null) return '—';
    if (row.unit === 's' || row.unit === '秒') return spanText(row.value * 1000, language);
    return `${numberText(Math.round(row.value * 10) / 10)} ${unitText(row.unit, language)}`.trim();
  };
}

function QualityRow({ row, quality }: { readonly row: Row; readonly quality: AlarmQuality }) {
  const t = useWords(WORDS);
  const figure = useFigure();
  const label = useLabel();
  const explain = [
    [t('numerator'), numberText(row.numerator)],
    [t('denominator'), numberText(row.denominator)],
    [t('period'), `${stampText(quality.from).slice(0, 16)} — ${stampText(quality.to).slice(0, 16)}`],
    [t('source'), t('sourceText')],
  ] as const;
  return (
    <tr>
      <td>{label(row)}</td>
      <td className={styles.right} aria-label={figure(row)}>
        <b>
          <Why title={label(row)} rows={explain}>
            {figure(row)}
          </Why>
        </b>
      </td>
      <td className={styles.quiet}>{row.target}</td>
      <td aria-label={t('trend')}>
        <svg width="54" height="16" viewBox="0 0 54 16" aria-hidden>
          <polyline
            points={sparkline(row.trend, 54, 16)}
            fill="none"
            stroke="var(--c-1)"
            strokeWidth="1.5"
            strokeLinejoin="round"
          />
        </svg>
      </td>
      <td>
        {row.met === null ? (
          <StatusWord state="draft">{t(isJudged(quality) ? 'unknown' : 'tooShort')}</StatusWord>
        ) : (
          <StatusWord state={row.met ? 'done' : 'wait'}>{t(row.met ? 'met' : 'unmet')}</StatusWord>
        )}
      </td>
    </tr>
  );
}

/** Alarm-quality figures of the last thirty days, each with what it is made of. */
export function QualityPanel() {
  const t = useWords(WORDS);
  const { data, error, refetch } = useDeskQuality();
  const keep = useKeepScope();
  const label = useLabel();
  const said = useObservedText();
  const now = useNow(60_000);
  const basis = (
    <>
      <Link to={keep('/alarm-quality')}>{t('qualityAll')}</Link>{' '}
      <Why
        title={t('quality')}
        rows={(data?.rows ?? []).map((row) => [label(row), `${t('target')} ${row.target}`] as const)}
      >
        {t('basis')}
      </Why>
    </>
  );
  return (
    <Card title={t('quality')} note={t('qualityNote')} extra={basis} flush className={styles.quality}>
      {error === null ? null : <Failed error={error} retry={() => void refetch()} />}
      {data === undefined ? null : (
        <>
          <table className={styles.table} data-testid="quality">
            <thead>
              <tr>
                <th>{t('indicator')}</th>
                <th className={styles.right}>{t('current')}</th>
                <th>{t('target')}</th>
                <th>{t('trend')}</th>
                <th aria-label={t('state')} />
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <QualityRow key={row.key} row={row} quality={data} />
              ))}
            </tbody>
          </table>
          <Distribution levels={data.levels} />
          <p className={styles.standard}>
            {said(data, now)}
            <br />
            {t('standard')}
          </p>
        </>
      )}
    </Card>
  );
}

const FILL = { red: 'var(--red)', orange: 'var(--orange)', yellow: 'var(--yellow)', blue: 'var(--azure)' } as const;

function Distribution({ levels }: { readonly levels: AlarmQuality['levels'] }) {
  const t = useWords(WORDS);
  const whole = LEVELS.reduce((sum, level) => sum + levels[level], 0);
  return (
    <div className={styles.distribution}>
      <span>{t('distribution')}</span>
      <div className={styles.bar} aria-hidden>
        {LEVELS.map((level) => (
          <i key={level} style={{ flexGrow: levels[level], background: FILL[level] }} />
        ))}
      </div>
      <div className={styles.legend}>
        {LEVELS.map((level) => (
          <span key={level}>
            <RiskMark level={level} label={t(level)} />{' '}
            {whole === 0 ? '—' : `${Math.round((100 * levels[level]) / whole)} %`}
          </span>
        ))}
      </div>
    </div>
  );
}
