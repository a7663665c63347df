import { seriesSchema, type PondState } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import type { Replay } from '../points/index.ts';
import { useNow } from '../time/index.ts';
import styles from './Pond.module.css';
import { WIDTH } from './section.ts';
import { WORDS } from './words.ts';

const HOUR = 3_600_000;
const HOURS = 72;
const LEFT = 890;
const TOP = 30;
const BOTTOM = 104;

/** Rain of the last three days by the hour, at the upper right; the moment shown is marked. */
export function Rain({ pond, replay }: { readonly pond: PondState; readonly replay: Replay }) {
  const t = useWords(WORDS);
  const gauge = pond.points.find(({ kind }) => kind === 'rainfall');
  const to = Math.floor(useNow(60_000) / HOUR) * HOUR + HOUR;
  const from = to - HOURS * HOUR;
  const rain = useQuery({
    queryKey: ['pond-rain', gauge?.id, to],
    enabled: gauge !== undefined,
    queryFn: ({ signal }) =>
      api.get(`/points/${gauge!.id}/readings${query({ from, to, max: HOURS })}`, seriesSchema, signal),
  });
  if (gauge === undefined) return null;
  const bars = (rain.data?.at ?? []).flatMap((at, index) => {
    const value = rain.data?.high[index];
    return value == null ? [] : [{ at, value }];
  });
  const most = Math.max(10, ...bars.map(({ value }) => value));
  const x = (at: number): number => LEFT + ((at - from) / (HOURS * HOUR)) * (WIDTH - 12 - LEFT);
  const wide = (WIDTH - 12 - LEFT) / HOURS - 1;
  const day = pond.points.find(({ kind }) => kind === 'rainfall-24h');
  return (
    <g data-testid="pond-rain">
      <path className={styles.axis} d={`M${LEFT} ${BOTTOM}H${WIDTH - 12}`} />
      {bars.map(({ at, value }) => (
        <rect
          key={at}
          className={styles.rain}
          x={x(at)}
          width={wide}
          y={BOTTOM - (value / most) * (BOTTOM - TOP)}
          height={(value / most) * (BOTTOM - TOP)}
        />
      ))}
      {replay.at === null ? null : <path className={styles.limit} d={`M${x(replay.at)} ${TOP - 6}V${BOTTOM}`} />}
      <text x={LEFT} y={TOP - 12}>
        {t('rain72', { most: numberText(Math.max(0, ...bars.map(({ value }) => value)), 1) })}
        {day?.value == null ? '' : ` · ${t('rain24', { value: numberText(day.value, 1) })}`}
      </text>
    </g>
  );
}
