import 'maplibre-gl/dist/maplibre-gl.css';
import { shownValue, stands, type AlarmView } from '@anlan/kernel/alarm';
import { useEffect, useMemo, useState } from 'react';
import { useSession } from '../api/index.ts';
import {
  ALARM_WORDS,
  byUrgency,
  countdown,
  escalationClock,
  figure,
  groupOf,
  isWaiting,
  levelCounts,
} from '../desk/alarm/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { DemonstrationTag, numberText, RiskMark } from '../parts/index.ts';
import { useTitle } from '../shell/title.ts';
import { clockText, daysBetween, timeText, useNow } from '../time/index.ts';
import { useHistogram, useJurisdiction } from './facts.ts';
import { type Level, LEVELS } from './palette.ts';
import { bars, dayMarks } from './timeline.ts';
import { useMapState } from './use-map.ts';
import styles from './Wall.module.css';
import { WallMap } from './WallMap.tsx';
import { useWall, WallRates } from './WallRates.tsx';
import { WORDS } from './words.ts';
import { useSpoken } from '../rules/index.ts';
import { useRegionName } from '../language/regions.ts';
import { Unit } from '../language/units.ts';

const SIZE = { width: 1920, height: 1080 } as const;

/** The wall: alarms and the live map at 1920 × 1080, read at five metres, nothing to press. It scales as a whole. */
export function WallPage() {
  const t = useWords(WORDS);
  const jurisdiction = useJurisdiction();
  useTitle(t('wallTitle', { name: jurisdiction?.name ?? '' }));
  const state = useMapState();
  const alarms = useMemo(() => [...state.alarms].sort(byUrgency), [state.alarms]);
  const [scale, setScale] = useState(1);
  useEffect(() => {
    const fit = () => setScale(Math.min(window.innerWidth / SIZE.width, window.innerHeight / SIZE.height));
    fit();
    window.addEventListener('resize', fit);
    return () => window.removeEventListener('resize', fit);
  }, []);
  const counts = levelCounts(alarms);
  return (
    <div className={styles.backdrop} data-theme="wall">
      <div
        className={styles.wall}
        style={{ transform: `scale(${scale})` }}
        data-testid="wall"
        data-alarms={alarms.length}
      >
        <WallHead name={jurisdiction?.name ?? ''} alarms={alarms} />
        <section className={styles.left}>
          <h2>
            {t('nowRinging')}
            <small>{t('byLevel')}</small>
          </h2>
          <div className={styles.levels}>
            {LEVELS.map((level) => (
              <div key={level}>
                <RiskMark level={level} size={18} />
                <LevelWord level={level} />
                <b>{counts[level]}</b>
              </div>
            ))}
          </div>
          <WallAlarms alarms={alarms} />
        </section>
        <WallMap state={state} alarms={alarms} />
        <WallRates />
        <WallFoot />
      </div>
    </div>
  );
}

function LevelWord({ level }: { readonly level: Level }) {
  const t = useWords(ALARM_WORDS);
  return <span>{t(`${level}Word`).slice(0, 1).toUpperCase()}</span>;
}

function WallHead({ name, alarms }: { readonly name: string; readonly alarms: readonly AlarmView[] }) {
  const t = useWords(WORDS);
  const now = useNow();
  const session = useSession();
  const region = useRegionName();
  const { language } = useLanguage();
  const [day = '', week = ''] = clockText(now, language).split(' ');
  const inGroup = (key: string) => alarms.filter((alarm) => groupOf(alarm, now) === key).length;
  const wall = useWall();
  const figures = [
    ['ringing', alarms.length],
    ['waiting', inGroup('unacknowledged')],
    ['events', wall?.events ?? null],
    ['lateDangers', wall?.dangers?.overdue ?? null],
  ] as const;
  return (
    <header className={styles.head}>
      <h1>{t('wallTitle', { name: region(name) })}</h1>
      {session.demonstration ? <DemonstrationTag>{t('demo')}</DemonstrationTag> : null}
      <div className={styles.figures}>
        {figures.map(([key, value]) => (
          <div key={key}>
            <span>{t(key)}</span>
            <b data-late={key === 'lateDangers' && (value ?? 0) > 0}>{value === null ? '—' : numberText(value)}</b>
          </div>
        ))}
      </div>
      <div className={styles.clock}>
        <b>{timeText(now)}</b>
        <span>
          {day} {week}
          <br />
          {t('duty', { name: session.person.name })}
        </span>
      </div>
    </header>
  );
}

/** Rows that fit on the wall without scrolling. */
const ROWS = 6;

function WallAlarms({ alarms }: { readonly alarms: readonly AlarmView[] }) {
  const t = useWords(WORDS);
  const a = useWords(ALARM_WORDS);
  const say = useSpoken();
  const now = useNow();
  if (alarms.length === 0) return <p className={styles.quiet}>{t('quiet')}</p>;
  const waitingFirst = [...alarms].sort((x, y) => Number(isWaiting(y, now)) - Number(isWaiting(x, now)));
  return (
    <>
      <ul className={styles.alarms} data-testid="wall-alarms">
        {waitingFirst.slice(0, ROWS).map((alarm) => {
          const clock = escalationClock(alarm, now);
          const said = say(alarm);
          return (
            <li key={alarm.id} data-open={isWaiting(alarm, now)}>
              <RiskMark level={alarm.level} size={20} label={a(`${alarm.level}Word`)} />
              <span>
                <b>{said.subjectName}</b>
                <small>
                  {timeText(alarm.raisedAt).slice(0, 5)} · {said.placeName} · {said.regionName}
                </small>
              </span>
              <em>
                <b>
                  {alarm.value === null ? said.label : figure(shownValue(alarm), alarm.limit)}{' '}
                  {alarm.value === null ? '' : <Unit of={alarm.unit} n={shownValue(alarm)} />}
                </b>
                <small>
                  {clock === null ? a(stands(alarm) ? alarm.response : 'recovered') : countdown(clock.left)}
                </small>
              </em>
            </li>
          );
        })}
      </ul>
      {alarms.length > ROWS ? <p className={styles.more}>{t('more', { n: alarms.length - ROWS })}</p> : null}
    </>
  );
}

function WallFoot() {
  const t = useWords(WORDS);
  const now = useNow(60_000);
  const { data } = useHistogram();
  const total = data?.counts.reduce((sum, count) => sum + count, 0) ?? null;
  return (
    <footer className={styles.foot}>
      <div>
        <span>{t('dayTotal')}</span>
        <b>{numberText(total)}</b>
      </div>
      <div className={styles.day}>
        <svg viewBox="0 0 1000 52" preserveAspectRatio="none" aria-hidden>
          {bars(data?.from ?? 0, data?.step ?? 1, data?.counts ?? []).map((bar) => (
            <rect
              key={bar.at}
              x={bar.x * 1000}
              y={52 - bar.height * 50}
              width={bar.width * 690}
              height={bar.height * 50}
              className={bar.x > 0.955 ? styles.hot : ''}
            />
          ))}
        </svg>
        <p>
          {dayMarks(now - 86_400_000, now).map((mark, i) => (
            <span key={mark.x} style={{ left: `${mark.x * 100}%` }}>
              {i === 0 && daysBetween(mark.at, now) > 0
                ? t('yesterday', { time: timeText(mark.at).slice(0, 5) })
                : timeText(mark.at).slice(0, 5)}
            </span>
          ))}
          <span className={styles.end}>{t('now')}</span>
        </p>
      </div>
    </footer>
  );
}
