import type { QualityReport } from '@anlan/kernel/alarm-quality';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, numberText, StatusWord, Table, Why } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { spanText } from '../time/index.ts';
import styles from './AlarmQuality.module.css';
import { isJudged } from './observed.ts';
import { percent } from './text.ts';
import { WORDS } from './words.ts';
import { useUnit } from '../language/units.ts';

type Row = QualityReport['rows'][number];
const INK = { high: 'var(--c-1)', middle: 'var(--c-2)', low: 'var(--c-3)' } as const;

/** Every measure of the standard with its target, and the shares of the priorities. */
export function Measures({ report }: { readonly report: QualityReport }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const judged = isJudged(report);
  return (
    <Card title={t('measures')} flush>
      <Table
        heads={[t('measure'), { label: t('now'), number: true }, t('target'), { label: t('met'), quiet: true }]}
        testid="quality-measures"
      >
        {report.rows.map((row) => (
          <tr key={row.key}>
            <td title={row.clause === '' ? t('own') : `ISA-18.2 ${row.clause}`}>
              {language === 'zh' ? row.label : row.labelEn}
            </td>
            <td className={table.number}>
              <Value row={row} whole={report.whole} />
            </td>
            <td>{row.target}</td>
            <td>
              {row.met === null ? (
                <StatusWord state="draft">{t(judged ? 'unknown' : 'tooShort')}</StatusWord>
              ) : (
                <StatusWord state={row.met ? 'done' : 'wait'}>{t(row.met ? 'met' : 'unmet')}</StatusWord>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <Priorities report={report} />
    </Card>
  );
}

function Value({ row, whole }: { readonly row: Row; readonly whole: QualityReport['whole'] }) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const { language } = useLanguage();
  if (row.value === null) return <>—</>;
  const digits = Number.isInteger(row.value) ? 0 : row.value < 10 ? 2 : 1;
  const plain =
    row.unit === 's'
      ? spanText(row.value * 1000, language)
      : `${numberText(row.value, digits)} ${inUnit(row.unit, row.value)}`.trim();
  const shares = [whole.high, whole.middle, whole.low].map((share) => numberText((share ?? 0) * 100, 0));
  const text = row.key === 'priority' ? `${shares.join(' / ')} %` : plain;
  const made =
    row.numerator === null ? [] : [[t('count'), `${numberText(row.numerator)} / ${numberText(row.denominator)}`]];
  const rows = [...made, [t('clause'), row.clause === '' ? t('own') : `ISA-18.2 ${row.clause}`]] as [string, string][];
  return (
    <Why title={language === 'zh' ? row.label : row.labelEn} rows={rows}>
      {text}
    </Why>
  );
}

function Priorities({ report: { whole } }: { readonly report: QualityReport }) {
  const t = useWords(WORDS);
  const shares = ['high', 'middle', 'low'] as const;
  return (
    <div className={styles.distribution}>
      <span>
        {t('distribution')} · {t('distributionNote')}
      </span>
      <div className={styles.track} aria-hidden>
        {shares.map((share) => (
          <i key={share} style={{ flexGrow: whole[share] ?? 0, background: INK[share] }} />
        ))}
      </div>
      <div className={styles.legend}>
        {shares.map((share) => (
          <span key={share}>
            {t(share)} <b>{percent(whole[share])}</b>
          </span>
        ))}
      </div>
    </div>
  );
}
