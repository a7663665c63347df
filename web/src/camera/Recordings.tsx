import type { Past } from '@anlan/kernel/media';
import { Button, DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading } from '../parts/index.ts';
import { timeText, useNow } from '../time/index.ts';
import styles from './Camera.module.css';
import { useRecordings } from './queries.ts';
import { recordedIn } from './recorded.ts';
import { WORDS } from './words.ts';

const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;
/** Of a time as text: recordings are offered by the minute. */
const MINUTES = 5;
/** Midnight in China of the day a moment lies in. */
const midnight = (at: number): number => Math.floor((at + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS;
/** Midnight in China of the day that is chosen in a calendar. */
const startOf = (day: Dayjs): number => Date.UTC(day.year(), day.month(), day.date()) - CHINA_MS;

interface Props {
  readonly id: string;
  /** When the picture shown was recorded. */
  readonly shown: number | undefined;
  readonly play: (past: Past) => void;
}

/** What the camera's device recorded on a day, as a bar of the day and as a list; either plays from where it is clicked. */
export function Recordings({ id, shown, play }: Props) {
  const t = useWords(WORDS);
  const now = useNow();
  const today = midnight(now);
  const [chosen, setChosen] = useState<number>();
  const from = chosen ?? today;
  const to = Math.min(from + DAY_MS, midnight(now) === from ? Math.floor(now / 60_000) * 60_000 : Infinity);
  const found = useRecordings(id, from, Math.max(to, from + 60_000));
  const spans = recordedIn(found.data?.rows ?? [], { from, to });
  const at = (x: number, { left, width }: DOMRect): number => from + ((x - left) / width) * DAY_MS;
  return (
    <Card
      title={t('recordings')}
      note={t('recordingsNote')}
      extra={
        <DatePicker
          aria-label={t('recordedDay')}
          allowClear={false}
          value={dayjs(new Date(from + CHINA_MS).toISOString().slice(0, 10))}
          disabledDate={(day) => startOf(day) > now}
          onChange={(day) => setChosen(day === null ? undefined : startOf(day))}
        />
      }
    >
      {found.isPending ? <Loading rows={2} /> : null}
      {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data === undefined ? null : (
        <>
          {/* The list below says and does the same with a keyboard. */}
          <div
            className={styles.recorded}
            data-testid="recorded-day"
            aria-hidden
            onClick={(event) => {
              const moment = at(event.clientX, event.currentTarget.getBoundingClientRect());
              const span = spans.find((one) => one.from <= moment && moment < one.to);
              if (span !== undefined) play({ from: Math.floor(moment / 1000) * 1000, to: span.to });
            }}
          >
            {spans.map((span) => (
              <i
                key={span.from}
                style={{
                  left: `${((span.from - from) / DAY_MS) * 100}%`,
                  width: `${((span.to - span.from) / DAY_MS) * 100}%`,
                }}
              />
            ))}
            {shown !== undefined && shown >= from && shown < from + DAY_MS ? (
              <b style={{ left: `${((shown - from) / DAY_MS) * 100}%` }} />
            ) : null}
          </div>
          <div className={styles.hours} aria-hidden>
            {[0, 6, 12, 18, 24].map((hour) => (
              <span key={hour}>{`${String(hour).padStart(2, '0')}:00`}</span>
            ))}
          </div>
          {spans.length === 0 ? t('noRecordings') : null}
          <ul className={styles.hoursList} data-testid="recordings">
            {spans.map((span) => {
              const words = { from: timeText(span.from).slice(0, MINUTES), to: timeText(span.to).slice(0, MINUTES) };
              return (
                <li key={span.from}>
                  <Button
                    size="small"
                    aria-label={t('playFrom', words)}
                    icon={<Play size={13} aria-hidden />}
                    onClick={() => play(span)}
                  >
                    {`${words.from} – ${words.to}`}
                  </Button>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </Card>
  );
}
