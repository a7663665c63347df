import type { Level } from '@anlan/kernel/entity';
import { seriesSchema, type PointView } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, query } from '../api/index.ts';
import { useAlarmLevels } from '../desk/alarm/levels.ts';
import { useLanguage } from '../language/index.tsx';
import { useByName } from '../language/things.ts';
import { useUnit } from '../language/units.ts';
import { Age, levelWord, numberText, OriginTag, RiskMark, Spark } from '../parts/index.ts';
import { HistoryTools } from './HistoryTools.tsx';
import { useLatest } from './latest.ts';
import { limitsOf } from './limits.ts';
import { Trend } from './PointList.tsx';
import styles from './PointTiles.module.css';

/** Points that an export may name. */
const NAMED = 100;

/** Live values side by side with a spark each; the pressed one opens its trend below. */
export function PointTiles({ points }: { readonly points: readonly PointView[] }) {
  const [open, setOpen] = useState<string>();
  const levels = useAlarmLevels();
  const named = useByName();
  const shown = points.find((point) => point.id === open);
  return (
    <>
      {points[0] === undefined ? null : (
        <div className={styles.tools}>
          <HistoryTools
            wish={{
              points: points
                .slice(0, NAMED)
                .map(({ id }) => id)
                .join(','),
            }}
            first={points[0].id}
          />
        </div>
      )}
      <div className={styles.tiles}>
        {points.map((point) => (
          <Tile
            key={point.id}
            point={point}
            inAlarm={levels.get(point.id) ?? null}
            open={point.id === open}
            toggle={() => setOpen(point.id === open ? undefined : point.id)}
          />
        ))}
      </div>
      {shown === undefined ? null : (
        <div className={styles.trend}>
          <p>
            <b>{named(shown.name)}</b> {named(shown.deviceName)} <OriginTag origin={shown.origin} />
          </p>
          <Trend point={shown} height={200} />
        </div>
      )}
    </>
  );
}

function Tile({
  point,
  inAlarm,
  open,
  toggle,
}: {
  readonly point: PointView;
  readonly inAlarm: Level | null;
  readonly open: boolean;
  readonly toggle: () => void;
}) {
  const { language } = useLanguage();
  const unit = useUnit();
  const named = useByName();
  const [name, device] = [named(point.name), named(point.deviceName)];
  const { latest, allowed, stale, level } = useLatest(point, inAlarm);
  const said = limitsOf(point.limits, point.kind, language)
    .map((limit) => `${limit.label} ${numberText(limit.value)}`)
    .join(' · ');
  return (
    <button
      type="button"
      className={styles.tile}
      data-level={level ?? undefined}
      data-stale={stale}
      aria-expanded={open}
      onClick={toggle}
    >
      <span className={styles.name} title={`${name} · ${device}`}>
        {level === null ? null : <RiskMark level={level} label={levelWord(level, 'alarm', language)} />}
        {name}
      </span>
      <span className={styles.device} title={device}>
        {device}
      </span>
      <span className={styles.figure}>
        <span>
          <b>{numberText(latest?.value)}</b> <small>{unit(point.unit)}</small>
        </span>
        <SparkOf point={point} />
      </span>
      <span className={styles.foot}>
        <span title={said}>{said === '' ? '—' : said}</span>
        <Age at={latest?.at} staleAfter={allowed} />
      </span>
    </button>
  );
}

function SparkOf({ point }: { readonly point: PointView }) {
  const { data } = useQuery({
    queryKey: ['readings', point.id, 'spark'],
    staleTime: 60_000,
    refetchInterval: 120_000,
    queryFn: ({ signal }) => {
      const to = Date.now();
      return api.get(
        `/points/${point.id}/readings${query({ from: to - 1_800_000, to, max: 60 })}`,
        seriesSchema,
        signal,
      );
    },
  });
  return data === undefined ? null : <Spark at={data.at} value={data.value} />;
}
