import type { QualityReport } from '@anlan/kernel/alarm-quality';
import { useWords } from '../language/index.tsx';
import { stampText } from '../time/index.ts';
import styles from './AlarmQuality.module.css';
import { WORDS } from './words.ts';

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [720, 150, 30, 20, 10];
/** Alarms in ten minutes from which a desk is flooded, as the scale shows it. */
const FLOOD = 10;

/** The busiest ten minutes of every part of the span, against what one operator can take. */
export function LoadChart({ report: { from, to, observedFrom, trend } }: { readonly report: QualityReport }) {
  const t = useWords(WORDS);
  const most = Math.max(FLOOD + 2, ...trend.peaks);
  const room = HEIGHT - BOTTOM - TOP;
  const y = (value: number): number => TOP + room * (1 - value / most);
  const step = (WIDTH - LEFT) / Math.max(1, trend.peaks.length);
  // Before it was observed nothing could ring: that is not quiet but unknown.
  const known = LEFT + (WIDTH - LEFT) * (observedFrom === null ? 1 : (observedFrom - from) / (to - from));
  const times = [0, 1, 2, 3].map((part) => from + ((to - from) * part) / 3);
  return (
    <svg
      className={styles.load}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('loadLabel', { most: Math.max(0, ...trend.peaks) })}
    >
      {trend.peaks.map((peak, index) => (
        <rect
          key={index}
          className={styles.bar}
          data-over={peak >= FLOOD}
          x={LEFT + index * step + 0.5}
          width={Math.max(1, step - 1)}
          y={y(peak)}
          height={y(0) - y(peak)}
        >
          <title>{`${stampText(from + index * trend.width).slice(0, 16)} · ${peak} / ${trend.counts[index] ?? 0}`}</title>
        </rect>
      ))}
      {known > LEFT ? (
        <rect className={styles.unobserved} x={LEFT} width={known - LEFT} y={TOP} height={room}>
          <title>{t('unobserved')}</title>
        </rect>
      ) : null}
      {known > LEFT + 60 ? (
        <text className={styles.axis} x={(LEFT + known) / 2} y={TOP + room / 2} textAnchor="middle">
          {t('unobserved')}
        </text>
      ) : null}
      <line className={styles.base} x1={LEFT} x2={WIDTH} y1={y(0)} y2={y(0)} />
      <line className={styles.line} x1={LEFT} x2={WIDTH} y1={y(FLOOD)} y2={y(FLOOD)} />
      <text className={styles.axis} x={LEFT + 4} y={y(FLOOD) - 4}>
        {t('floodLine', { n: FLOOD })}
      </text>
      {[0, most].map((value) => (
        <text key={value} className={styles.axis} x={LEFT - 5} y={y(value) + 4} textAnchor="end">
          {value}
        </text>
      ))}
      {times.map((at, index) => (
        <text
          key={at}
          className={styles.axis}
          x={LEFT + ((WIDTH - LEFT) * index) / 3}
          y={HEIGHT - 5}
          textAnchor={index === 0 ? 'start' : index === 3 ? 'end' : 'middle'}
        >
          {stampText(at).slice(5, 16)}
        </text>
      ))}
    </svg>
  );
}
