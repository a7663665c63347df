import type { AlarmView } from '@anlan/kernel/alarm';
import { useLanguage, useWords } from '../../language/index.tsx';
import { Pie } from '../../parts/index.ts';
import { useSpoken } from '../../rules/index.ts';
import { spanText, timeText, useNow } from '../../time/index.ts';
import { countdown, type EscalationClock, escalationClock, ladder } from './clock.ts';
import styles from './Escalation.module.css';
import { shortTime } from './figures.ts';
import { WORDS } from './words.ts';

type Translate = (key: keyof typeof WORDS, facts?: Readonly<Record<string, string | number>>) => string;

/** Short name of a rung: 市, 县. */
function mark(t: Translate, clock: EscalationClock): string {
  return clock.to in WORDS ? t(clock.to as 'city') : clock.label;
}

/** The clock of a list row: a pie and `1:26 升市`. */
export function RowClock({ alarm }: { readonly alarm: AlarmView }) {
  const now = useNow();
  const t = useWords(WORDS);
  const clock = escalationClock(alarm, now);
  if (clock === null) return null;
  return (
    <span className={`${styles.row} ${clock.soon ? styles.soon : ''}`}>
      <Pie spent={clock.gone} />
      {t('rowClock', { time: countdown(clock.left), mark: mark(t, clock) })}
    </span>
  );
}

/** One sentence of the clock, for narrow cards: what comes next, or why nothing does. */
export function useClockSentence(
  shown: AlarmView,
  now: number,
): { readonly head: string; readonly clock: EscalationClock | null } {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const alarm = useSpoken()(shown);
  const clock = escalationClock(alarm, now);
  if (clock !== null) {
    const head =
      clock.left === 0
        ? t('escalating', { label: clock.label })
        : t('escalatesIn', { span: spanText(clock.left + 999, language), label: clock.label });
    return { head, clock };
  }
  if (alarm.shelvedUntil !== null && alarm.shelvedUntil > now)
    return { head: t('shelvedUntil', { time: shortTime(alarm.shelvedUntil) }), clock: null };
  if (alarm.acknowledgedAt !== null) {
    return {
      head: t('clockStopped', { by: alarm.acknowledgedBy ?? '—', time: timeText(alarm.acknowledgedAt) }),
      clock: null,
    };
  }
  if (alarm.recoveredAt !== null && alarm.response === 'unacknowledged') return { head: t('recoveredBy'), clock: null };
  return { head: alarm.response === 'unacknowledged' ? t('ladderTop') : t(alarm.response), clock: null };
}

/** A ring that empties, with a clock hand inside or the time left. */
export function Ring({
  gone,
  size,
  stroke,
  children,
}: {
  readonly gone: number;
  readonly size: number;
  readonly stroke: number;
  readonly children: React.ReactNode;
}) {
  const radius = (size - stroke) / 2 - 1;
  const round = 2 * Math.PI * radius;
  const c = size / 2;
  return (
    <span className={styles.ring} style={{ width: size, height: size }}>
      <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden>
        <circle cx={c} cy={c} r={radius} fill="none" stroke="var(--surface-3)" strokeWidth={stroke} />
        <circle
          cx={c}
          cy={c}
          r={radius}
          fill="none"
          stroke="var(--ink)"
          strokeWidth={stroke}
          strokeLinecap="round"
          strokeDasharray={`${(1 - gone) * round} ${round}`}
          transform={`rotate(-90 ${c} ${c})`}
        />
      </svg>
      <b>{children}</b>
    </span>
  );
}

/** The escalation box of the desk: ring with the time left, and the ladder of who is told when. */
export function Escalation({ alarm: shown }: { readonly alarm: AlarmView }) {
  const alarm = useSpoken()(shown);
  const now = useNow();
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { head, clock } = useClockSentence(alarm, now);
  return (
    <div className={styles.box} data-testid="escalation">
      {clock === null ? null : (
        <Ring gone={clock.gone} size={92} stroke={8}>
          {countdown(clock.left)}
        </Ring>
      )}
      <div className={styles.ladder}>
        <b className={styles.head}>
          {clock === null || clock.left === 0 ? head : t('escalatesTo', { label: clock.label })}
        </b>
        <ol>
          {ladder(alarm).map((rung) => (
            <li key={`${rung.label}${rung.at}`} data-state={rung.state}>
              <i aria-hidden />
              <b>{rung.label}</b>
              <span>{timeText(rung.at)}</span>
              <small>
                {rung.state === 'told'
                  ? t('told')
                  : rung.state === 'next'
                    ? t('nextIn', { span: spanText(Math.max(0, rung.at - now) + 999, language) })
                    : t('notReached')}
              </small>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
