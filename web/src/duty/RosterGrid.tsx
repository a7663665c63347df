import type { Roster, ShiftView } from '@anlan/kernel/notify';
import { App } from 'antd';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Duty.module.css';
import { useDutyAct } from './queries.ts';
import { gapsOn, shiftsOn, startOfDay } from './roster.ts';
import { WORDS } from './words.ts';

const WEEK = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;

interface GridProps {
  readonly roster: Roster;
  readonly days: readonly number[];
  readonly span: 'month' | 'week';
  /** `2026-03`: days of other months stand back. */
  readonly month: string;
  readonly now: number;
  readonly writes: boolean;
}

const clock = (at: number): string => stampText(at).slice(11, 16);

/** The calendar of a desk: each day's shifts by post, gaps in red, the present shift filled. */
export function RosterGrid({ roster, days, span, month, now, writes }: GridProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { modal } = App.useApp();
  const act = useDutyAct();
  const ask = (shift: ShiftView) =>
    void modal.confirm({
      title: t('cancelShift'),
      content: t('cancelShiftNote', {
        name: shift.personName,
        time: `${stampText(shift.from).slice(5, 16)}–${clock(shift.to)}`,
      }),
      okText: t('cancelIt'),
      cancelText: t('keep'),
      onOk: () => act.mutate(() => api.remove(`/duty/shifts/${shift.id}`, z.unknown())),
    });
  return (
    <>
      <RefusalNote error={act.error} kept={false} />
      <div className={styles.grid} data-testid="roster">
        {WEEK[language].map((name) => (
          <div key={name} className={styles.weekday}>
            {name}
          </div>
        ))}
        {days.map((day, index) => (
          <div
            key={day}
            className={styles.day}
            data-span={span}
            data-today={day === startOfDay(now)}
            data-other={span === 'month' && !stampText(day).startsWith(month)}
            data-day={stampText(day).slice(0, 10)}
          >
            <span className={styles.date}>
              {stampText(day).slice(5, 10)} <span className="visually-hidden">{WEEK[language][index % 7]}</span>
            </span>
            {shiftsOn(roster.shifts, day).map((shift) => (
              <Shift key={shift.id} shift={shift} now={now} onCancel={writes && shift.to > now ? ask : undefined} />
            ))}
            {gapsOn(roster.gaps, day, now).map((gap) => (
              <div key={gap.from} className={styles.gap} data-testid="gap">
                ▲ {t('gap')}
                <br />
                {clock(gap.from)}–{gap.to === day + 86_400_000 ? '24:00' : clock(gap.to)}
              </div>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

interface ShiftProps {
  readonly shift: ShiftView;
  readonly now: number;
  readonly onCancel: ((shift: ShiftView) => void) | undefined;
}

function Shift({ shift, now, onCancel }: ShiftProps) {
  const t = useWords(WORDS);
  const present = shift.from <= now && now < shift.to;
  const body = (
    <>
      <b title={shift.personName}>{shift.personName}</b>
      <small>
        {t(shift.post)} {clock(shift.from)}–{clock(shift.to)}
        {present ? ` · ${t('on')}` : ''}
      </small>
    </>
  );
  const marks = { className: styles.shift, 'data-post': shift.post, 'data-now': present, 'data-testid': 'shift' };
  if (onCancel === undefined) return <div {...marks}>{body}</div>;
  return (
    <button type="button" {...marks} onClick={() => onCancel(shift)}>
      {body}
    </button>
  );
}
