import { Segmented } from 'antd';
import { Pause, Play } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { daysBetween, fieldText, instantOf, stampText, timeText, useNow } from '../time/index.ts';
import { useHistogram } from './facts.ts';
import styles from './TimeBar.module.css';
import { bars, dayMarks, minuteAt, playOn, slide } from './timeline.ts';
import { ASK_WORDS } from './words-ask.ts';
import { WORDS } from './words.ts';

const DAY = 86_400_000;
const TICK = 1000;

interface TimeBarProps {
  /** Shown moment (epoch ms); null = live. */
  readonly time: number | null;
  readonly onTime: (time: number | null) => void;
}

/** Alarms of the last day as a histogram under a slider that replays any past minute. */
export function TimeBar({ time, onTime }: TimeBarProps) {
  const t = useWords(WORDS);
  const a = useWords(ASK_WORDS);
  const [rate, setRate] = useState(60);
  const [playing, setPlaying] = useState(false);
  const step = useEffectEvent(() => {
    if (time === null) return setPlaying(false);
    const next = playOn(time, rate, TICK, Date.now());
    onTime(next);
    if (next === null) setPlaying(false);
    return undefined;
  });
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => step(), TICK);
    return () => clearInterval(timer);
  }, [playing]);
  const start = () => {
    if (time === null) onTime(Math.floor((Date.now() - 3_600_000) / 60_000) * 60_000);
    setPlaying(!playing);
  };
  const choices = [{ value: 0, label: t('live') }, ...[1, 10, 60].map((value) => ({ value, label: `${value}×` }))];
  const choose = (value: number) => {
    if (value === 0) {
      setPlaying(false);
      onTime(null);
    } else {
      setRate(value);
      if (time === null) onTime(Math.floor((Date.now() - 3_600_000) / 60_000) * 60_000);
      setPlaying(true);
    }
  };
  return (
    <section className={styles.bar} aria-label={t('slider')} data-testid="time-bar" data-time={time ?? 'live'}>
      <button
        type="button"
        className={styles.round}
        onClick={start}
        aria-label={t(playing ? 'pause' : 'play')}
        title={t(playing ? 'pause' : 'play')}
      >
        {playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
      </button>
      <Segmented size="small" value={time === null ? 0 : rate} options={choices} onChange={choose} />
      <label className={styles.jump}>
        <span className={styles.hidden}>{a('jump')}</span>
        <input
          type="datetime-local"
          value={fieldText(time ?? Math.floor(Date.now() / 60_000) * 60_000)}
          max={fieldText(Date.now())}
          title={a('jump')}
          onChange={(event) => {
            const moment = instantOf(event.target.value);
            if (moment === null || moment > Date.now()) return;
            setPlaying(false);
            onTime(moment);
          }}
          data-testid="time-jump"
        />
      </label>
      <Slider time={time} onTime={(next) => (setPlaying(false), onTime(next))} />
    </section>
  );
}

function Slider({ time, onTime }: TimeBarProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const now = useNow(30_000);
  const box = useRef<SVGSVGElement>(null);
  // The day shown ends now, or half a day after a moment that lies further back.
  const to = time === null || time > now - DAY ? now : Math.min(now, time + DAY / 2);
  const from = to - DAY;
  const { data } = useHistogram(to === now ? null : Math.ceil(to / 900_000) * 900_000);
  const total = data?.counts.reduce((sum, count) => sum + count, 0) ?? null;
  const share = time === null ? 1 : Math.min(1, Math.max(0, (time - from) / DAY));
  const at = (x: number) => {
    const frame = box.current?.getBoundingClientRect();
    if (frame !== undefined) onTime(pastOf(minuteAt((x - frame.left) / Math.max(1, frame.width), from, to) ?? to));
  };
  // Only the present is live; the right end of an older day is a moment like others.
  const pastOf = (moment: number) => (moment > Date.now() - 60_000 ? null : moment);
  const words = (moment: number) =>
    daysBetween(moment, now) === 0
      ? timeText(moment).slice(0, 5)
      : t('yesterday', { time: timeText(moment).slice(0, 5) });
  const marks = dayMarks(from, to);
  return (
    <>
      <div
        className={styles.track}
        role="slider"
        tabIndex={0}
        aria-label={t('slider')}
        aria-valuemin={from}
        aria-valuemax={to}
        aria-valuenow={time ?? to}
        aria-valuetext={time === null ? t('live') : stampText(time)}
        data-testid="time-slider"
        onPointerDown={(event) => (event.currentTarget.setPointerCapture(event.pointerId), at(event.clientX))}
        onPointerMove={(event) => (event.buttons === 1 ? at(event.clientX) : undefined)}
        onKeyDown={(event) => {
          const next = slide(time, event.key, event.shiftKey, from, now);
          if (next === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          onTime(next);
        }}
      >
        <svg ref={box} viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden>
          {bars(data?.from ?? from, data?.step ?? 1, data?.counts ?? []).map((bar) => (
            <rect
              key={bar.at}
              x={bar.x * 1000}
              y={26 - bar.height * 24}
              width={bar.width * 680}
              height={bar.height * 24}
              className={bar.x > share - 0.045 && bar.x <= share ? styles.hot : ''}
            />
          ))}
        </svg>
        <i className={styles.knob} style={{ left: `${share * 100}%` }} aria-hidden />
        <div className={styles.marks} aria-hidden>
          {marks.map((mark, i) => (
            <span key={mark.x} style={{ left: `${mark.x * 100}%` }}>
              {i === 0 || daysBetween(mark.at, now) === 0 ? words(mark.at) : timeText(mark.at).slice(0, 5)}
            </span>
          ))}
          <span className={styles.end}>{time === null ? t('now') : words(time)}</span>
        </div>
      </div>
      <span className={styles.total}>
        {language === 'zh' || total !== null ? t('day', { n: numberText(total) }) : ''}
      </span>
    </>
  );
}
