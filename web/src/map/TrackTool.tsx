import type { Track } from '@anlan/kernel/position';
import { Segmented } from 'antd';
import { Pause, Play } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { TakeAway } from '../points/index.ts';
import { stampText, useNow } from '../time/index.ts';
import { TRACK_HOURS, useAlarmsOf } from './facts.ts';
import styles from './Map.module.css';
import type { Stage } from './stage.ts';
import { placeOn } from './track.ts';
import { ASK_WORDS } from './words-ask.ts';

interface TrackToolProps {
  readonly id: string;
  readonly stage: Stage | null;
  readonly track: Track | undefined;
  readonly hours: number;
  readonly onHours: (hours: number) => void;
}

const TICK = 100;
const RATES = [10, 60, 300] as const;

/** The track of a moving object on the map: its window, its alarms, and playing it at a chosen speed. */
export function TrackTool({ id, stage, track, hours, onHours }: TrackToolProps) {
  const t = useWords(ASK_WORDS);
  const [head, setHead] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const [rate, setRate] = useState<number>(60);
  const alarms = useAlarmsOf(id);
  const now = useNow(60_000);
  const from = track?.time[0] ?? 0;
  const to = track?.time.at(-1) ?? 0;
  const marks = useMemo(
    () =>
      track === undefined
        ? []
        : (alarms.data?.alarms ?? [])
            .filter(({ raisedAt }) => raisedAt >= from && raisedAt <= to)
            .flatMap((alarm) => {
              const at = placeOn(track, alarm.raisedAt);
              return at === null ? [] : [{ at, level: alarm.level }];
            }),
    [track, alarms.data, from, to],
  );
  const shown = track === undefined || head === null ? null : placeOn(track, head);
  useEffect(() => {
    stage?.keeper.change({
      track: track === undefined ? null : track.lon.map((lon, i) => [lon, track.lat[i] ?? 0] as const),
      trackMarks: marks,
      trackHead: shown,
    });
    stage?.touch();
  }, [stage, track, marks, shown]);
  useEffect(() => {
    return () => {
      stage?.keeper.change({ track: null, trackMarks: [], trackHead: null });
      stage?.touch();
    };
  }, [stage]);
  const step = useEffectEvent(() => {
    const next = (head ?? from) + rate * TICK;
    if (next < to) return setHead(next);
    setHead(to);
    setPlaying(false);
    return undefined;
  });
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => step(), TICK);
    return () => clearInterval(timer);
  }, [playing]);
  const play = () => {
    if (!playing && (head === null || head >= to)) setHead(from);
    setPlaying(!playing);
  };
  return (
    <>
      <section className={styles.trackTool} data-testid="track-tool" data-head={head ?? ''} data-marks={marks.length}>
        <h3>{t('trackWindow')}</h3>
        <Segmented
          size="small"
          value={hours}
          options={TRACK_HOURS.map((value) => ({ value, label: t('hours', { n: value }) }))}
          onChange={(value) => (setHead(null), setPlaying(false), onHours(value))}
        />
        {track === undefined || track.time.length < 2 ? null : (
          <div>
            <button
              type="button"
              onClick={play}
              aria-label={t(playing ? 'pauseTrack' : 'playTrack')}
              data-testid="track-play"
            >
              {playing ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
            </button>
            <input
              type="range"
              min={from}
              max={to}
              step={1000}
              value={head ?? to}
              aria-label={t('playTrack')}
              aria-valuetext={stampText(head ?? to)}
              onChange={(event) => (setPlaying(false), setHead(event.target.valueAsNumber))}
            />
            <Segmented
              size="small"
              value={rate}
              options={RATES.map((value) => ({ value, label: `${value}×` }))}
              onChange={setRate}
            />
            <small>
              {stampText(head ?? to)}
              {marks.length === 0 ? '' : ` · ${t('trackAlarms', { n: numberText(marks.length) })}`}
            </small>
          </div>
        )}
      </section>
      <div className={styles.trackFile}>
        <TakeAway
          path={`/tracks/${id}/export`}
          span={{ from: now - hours * 3_600_000, to: now }}
          formats={['csv', 'geojson']}
        />
      </div>
    </>
  );
}
