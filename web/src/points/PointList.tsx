import type { Level } from '@anlan/kernel/entity';
import { pointViewSchema, QUALITIES, seriesSchema, type PointView, type Quality } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useAlarmLevels } from '../desk/alarm/levels.ts';
import { useLanguage, useWords, type Language } from '../language/index.tsx';
import { useByName } from '../language/things.ts';
import { useUnit } from '../language/units.ts';
import { Age, Empty, Failed, levelWord, Loading, numberText, OriginTag, RiskMark, TrendChart } from '../parts/index.ts';
import { useNow } from '../time/index.ts';
import { HistoryTools } from './HistoryTools.tsx';
import { useLatest } from './latest.ts';
import { limitsOf } from './limits.ts';
import styles from './PointList.module.css';
import { TakeAway } from './TakeAway.tsx';
import { WORDS } from './words.ts';

/** Points of a device, tank or organisation with their latest values. */
export function usePoints(by: string, id: string | null | undefined) {
  return useQuery({
    queryKey: ['points', by, id],
    enabled: id != null,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get(`/points${query({ [by]: id })}`, z.array(pointViewSchema), signal),
  });
}

interface PointListProps {
  readonly by: string;
  readonly id: string;
  /** Name the device beside the point, where several are listed. */
  readonly named?: boolean;
  /** Opens the limits of a point, where the page has them. */
  readonly limits?: (point: PointView) => void;
}

/** Live values against their limits, with age, origin and a trend on demand. */
export function PointList({ by, id, named = false, limits }: PointListProps) {
  const t = useWords(WORDS);
  const points = usePoints(by, id);
  const levels = useAlarmLevels();
  if (points.isPending) return <Loading />;
  if (points.isError && points.data === undefined)
    return <Failed error={points.error} retry={() => void points.refetch()} />;
  if (points.data.length === 0)
    return <Empty icon={<Gauge size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />;
  return (
    <>
      <HistoryTools wish={{ [by]: id }} first={points.data[0]!.id} />
      <ul className={styles.points}>
        {points.data.map((point, index) => (
          <Point
            key={point.id}
            point={point}
            inAlarm={levels.get(point.id) ?? null}
            named={named}
            first={index === 0}
            limits={limits}
          />
        ))}
      </ul>
    </>
  );
}

function Point({
  point,
  inAlarm,
  named,
  first,
  limits,
}: {
  readonly point: PointView;
  readonly inAlarm: Level | null;
  readonly named: boolean;
  readonly first: boolean;
  readonly limits: ((point: PointView) => void) | undefined;
}) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const unit = useUnit();
  const byName = useByName();
  const [open, setOpen] = useState(first);
  const { latest, allowed, stale, level } = useLatest(point, inAlarm);
  return (
    <li className={styles.point} data-stale={stale}>
      <button type="button" className={styles.line} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={styles.name}>
          <b>{byName(point.name)}</b>
          {named ? <small>{byName(point.deviceName)}</small> : null}
        </span>
        <span className={styles.value}>
          {level === null ? null : <RiskMark level={level} label={levelWord(level, 'alarm', language)} />}
          <strong className={level === null ? '' : styles[level]}>{numberText(latest?.value)}</strong>{' '}
          {unit(point.unit)}
          {latest === null || latest.quality === 'good' ? null : (
            <em>{latest.quality in QUALITIES ? t(`quality_${latest.quality as Quality}`) : latest.quality}</em>
          )}
        </span>
        <span className={styles.limit}>{limitsText(point, language)}</span>
        <span className={styles.age}>
          <Age at={latest?.at} staleAfter={allowed} />
        </span>
        <OriginTag origin={point.origin} />
        <span className={styles.fold} aria-hidden>
          {open ? t('hide') : t('show')}
        </span>
      </button>
      {open ? <Trend point={point} limits={limits} /> : null}
    </li>
  );
}

function limitsText(point: PointView, language: Language): string {
  return limitsOf(point.limits, point.kind, language)
    .map((limit) => `${limit.label} ${numberText(limit.value)}`)
    .join(' · ');
}

const HOUR = 3_600_000;
const SPANS = [1, 6, 24, 168, 720, 2160];

/** The last hours of a point. */
export function Trend({
  point,
  height = 170,
  limits,
}: {
  readonly point: PointView;
  readonly height?: number;
  readonly limits?: ((point: PointView) => void) | undefined;
}) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const now = useNow(60_000);
  const [hours, setHours] = useState(1);
  const series = useQuery({
    queryKey: ['readings', point.id, hours],
    refetchInterval: hours === 1 ? 10_000 : 60_000,
    queryFn: ({ signal }) => {
      const to = Date.now();
      return api.get(
        `/points/${point.id}/readings${query({ from: to - hours * HOUR, to, max: 600 })}`,
        seriesSchema,
        signal,
      );
    },
  });
  const empty = series.data !== undefined && series.data.value.every((value) => value === null);
  return (
    <div className={styles.trend}>
      <span className={styles.spans}>
        {limits === undefined ? null : (
          <Button size="small" type="link" onClick={() => limits(point)}>
            {t('limits')}
          </Button>
        )}
        {SPANS.map((span) => (
          <Button
            key={span}
            size="small"
            type={span === hours ? 'default' : 'text'}
            aria-pressed={span === hours}
            onClick={() => setHours(span)}
          >
            {span < 48 ? `${span} h` : `${span / 24} d`}
          </Button>
        ))}
        <TakeAway
          path="/readings/export"
          wish={{ points: point.id }}
          span={{ from: now - hours * HOUR, to: now }}
          formats={['csv', 'xlsx']}
        />
      </span>
      {series.isPending ? <Loading rows={2} /> : null}
      {series.isError && series.data === undefined ? (
        <Failed error={series.error} retry={() => void series.refetch()} />
      ) : null}
      {empty ? <Empty title={t('noReadings')} icon={<Gauge size={20} strokeWidth={1.6} />} /> : null}
      {series.data === undefined || empty ? null : (
        <TrendChart
          series={series.data}
          limits={limitsOf(point.limits, point.kind, language)}
          expectedPeriod={point.expectedPeriod}
          height={height}
          label={point.name}
        />
      )}
    </div>
  );
}
