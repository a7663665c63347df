import { journeySchema, type Journey } from '@anlan/systems/monitoring/vehicle-supervision';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { Pause, Play } from 'lucide-react';
import { lazy, Suspense, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText } from '../parts/index.ts';
import { spanText, stampText, timeText } from '../time/index.ts';
import { EvidenceSheet } from './EvidenceSheet.tsx';
import { BANDS, indexAt, kilometres } from './journey.ts';
import { JourneyChart, type Brush } from './JourneyChart.tsx';
import styles from './Picture.module.css';
import { PICTURE_WORDS } from './words-picture.ts';

const JourneyMap = lazy(async () => ({ default: (await import('./JourneyMap.tsx')).JourneyMap }));
const HOUR = 3_600_000;
/** Played sixty times as fast as it was driven. */
const RATE = 60;
const TICK = 100;

/** A vehicle's track of some hours: ribbon on the map, speed over distance below, played back, kept as evidence. */
export function JourneyCard({ vehicle }: { readonly vehicle: string }) {
  const t = useWords(PICTURE_WORDS);
  const [search] = useSearchParams();
  const [asked] = useState(() => ({ from: Number(search.get('from')), to: Number(search.get('to')) }));
  const [hours, setHours] = useState<number>(3);
  const [until, setUntil] = useState(() => Date.now());
  const given = asked.to > asked.from && asked.to - asked.from <= 24 * HOUR;
  const [free, setFree] = useState(!given);
  const span = free ? { from: until - hours * HOUR, to: until } : asked;
  const path = `/vehicles/${vehicle}/journey${query(span)}`;
  const journey = useQuery({
    queryKey: ['vehicles', 'journey', path],
    queryFn: ({ signal }) => api.get(path, journeySchema, signal),
  });
  return (
    <Card
      title={t('journey')}
      note={t('journeyNote')}
      extra={
        <Segmented
          size="small"
          aria-label={t('period')}
          value={free ? hours : 0}
          options={[1, 3, 8, 24].map((value) => ({ value, label: t('hours', { n: value }) }))}
          onChange={(value) => {
            setHours(value);
            setUntil(Date.now());
            setFree(true);
          }}
        />
      }
      flush
    >
      {journey.isPending ? <Loading rows={8} /> : null}
      {journey.isError ? <Failed error={journey.error} retry={() => void journey.refetch()} /> : null}
      {journey.data === undefined ? null : journey.data.fixes < 2 ? (
        <Empty title={t('noTrack')} note={t('noTrackNote')} />
      ) : (
        <Shown key={path} journey={journey.data} />
      )}
    </Card>
  );
}

function Shown({ journey }: { readonly journey: Journey }) {
  const t = useWords(PICTURE_WORDS);
  const km = useMemo(() => kilometres(journey), [journey]);
  const [head, setHead] = useState<number | null>(null);
  const [brush, setBrush] = useState<Brush | null>(null);
  const [playing, setPlaying] = useState(false);
  const [sheet, setSheet] = useState(false);
  const chosen = useMemo(
    () => (brush === null ? null : ([indexAt(km, brush.from), Math.max(1, indexAt(km, brush.to))] as const)),
    [km, brush],
  );
  const [first, last] = chosen ?? [0, journey.time.length - 1];
  const [clock, setClock] = useState(0);
  const step = useEffectEvent(() => {
    const next = clock + RATE * TICK;
    setClock(next);
    setHead(indexAt(journey.time, next));
    if (next >= journey.time[last]!) setPlaying(false);
  });
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => step(), TICK);
    return () => clearInterval(timer);
  }, [playing]);
  const play = (): void => {
    const from = head === null || head >= last || head < first ? first : head;
    setClock(journey.time[from]!);
    setPlaying(!playing);
  };
  return (
    <>
      <div className={styles.tools}>
        <Button size="small" icon={playing ? <Pause size={14} /> : <Play size={14} />} onClick={play}>
          {playing ? t('pause') : t('play')} ×{RATE}
        </Button>
        {brush === null ? null : (
          <Button size="small" onClick={() => setBrush(null)}>
            {t('whole')}
          </Button>
        )}
        <Button size="small" onClick={() => setSheet(true)}>
          {t('sheet')}
        </Button>
        <div className={styles.legend} aria-hidden>
          {BANDS.map((band) => (
            <span key={band} data-band={band}>
              <i />
              {t(band)}
            </span>
          ))}
          <span data-kind="limit">
            <i />
            {t('limitLine')}
          </span>
          {journey.satellite.every((one) => one === null) ? null : (
            <span data-kind="satellite">
              <i />
              {t('satelliteLine')}
            </span>
          )}
        </div>
      </div>
      <Suspense fallback={<div className={styles.map} aria-busy />}>
        <JourneyMap journey={journey} head={head} chosen={chosen} />
      </Suspense>
      <JourneyChart journey={journey} head={head} brush={brush} onHead={setHead} onBrush={setBrush} />
      <p className={styles.figures}>
        <span>
          {t('distance')} <b>{numberText(journey.km, 1)} km</b>
        </span>
        {journey.odometerKm === null ? null : (
          <span>
            {t('odometer')} <b>{numberText(journey.odometerKm, 1)} km</b>
          </span>
        )}
        <span>
          {t('complete')}{' '}
          <b>{journey.km === 0 ? '—' : `${numberText((journey.completeKm / journey.km) * 100, 1)} %`}</b>{' '}
          {t('gaps', { n: journey.gaps, m: journey.leaps })}
        </span>
        <span>{t('violations', { n: journey.violations.length })}</span>
        <span>{t('rests', { n: journey.rests.length })}</span>
      </p>
      {journey.violations.length === 0 ? null : (
        <ul className={styles.list} data-testid="journey-violations">
          {journey.violations.map((one) => (
            <li key={one.from}>
              <button
                type="button"
                onClick={() => {
                  const [a, b] = [indexAt(journey.time, one.from), indexAt(journey.time, one.to)];
                  setBrush({ from: km[a]!, to: Math.max(km[b]!, km[a]! + 0.05) });
                  setHead(a);
                }}
              >
                <b>
                  {stampText(one.from)} — {timeText(one.to)}
                </b>
                <span>
                  {t('max')} {numberText(one.max, 1)} / {numberText(one.limit, 1)} km/h
                </span>
                <small>
                  {spanText(one.to - one.from)} · {numberText(one.metres / 1000, 2)} km · {one.road ?? t('own')}
                </small>
              </button>
            </li>
          ))}
        </ul>
      )}
      {sheet ? <EvidenceSheet journey={journey} onClose={() => setSheet(false)} /> : null}
    </>
  );
}
