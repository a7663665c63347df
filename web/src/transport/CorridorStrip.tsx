import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { Link } from 'react-router';
import { corridorSchema, type Corridor } from '@anlan/systems/monitoring/hazchem-transport';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText } from '../parts/index.ts';
import { useWidth } from '../points/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { ticksTo } from './journey.ts';
import styles from './Picture.module.css';
import { PICTURE_WORDS } from './words-picture.ts';

const BREADTH = 3000;
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 14, 14, 24];
const HEIGHT = 260;
/** Longer than this between two fixes (ms) the way is not drawn. */
const GAP = 5 * 60_000;
/** Targets nearer than this to the route (m) are filled. */
const NEAR = 500;

interface Chosen {
  readonly title: string;
  readonly note: string;
  readonly lon: number;
  readonly lat: number;
}

/** The approved route straightened: what lies beside it, where the vehicle drove, where it stopped. */
export function CorridorStrip({ vehicle }: { readonly vehicle: string }) {
  const t = useWords(PICTURE_WORDS);
  const keep = useKeepScope();
  const [hours, setHours] = useState(6);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const path = `/vehicles/${vehicle}/corridor?hours=${hours}`;
  const corridor = useQuery({
    queryKey: ['vehicles', 'corridor', path],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get(path, corridorSchema, signal),
  });
  const route = corridor.data?.route;
  return (
    <Card
      title={t('strip')}
      note={route == null ? t('stripNote') : `${route.name} · ${numberText(route.length, 0)} km`}
      extra={
        <Segmented
          size="small"
          aria-label={t('period')}
          value={hours}
          options={[2, 6, 24].map((value) => ({ value, label: t('hours', { n: value }) }))}
          onChange={setHours}
        />
      }
      flush
    >
      {corridor.isPending ? <Loading rows={5} /> : null}
      {corridor.isError && corridor.data === undefined ? (
        <Failed error={corridor.error} retry={() => void corridor.refetch()} />
      ) : null}
      {route === null ? <Empty title={t('noRoute')} note={t('noRouteNote')} /> : null}
      {corridor.data === undefined || route == null ? null : (
        <>
          <Strip corridor={corridor.data} onChoose={setChosen} />
          <p className={styles.figures}>
            <span>{t('stripNote')}</span>
            {corridor.data.away === 0 ? null : <span>{t('away', { n: corridor.data.away })}</span>}
          </p>
          {chosen === null ? null : (
            <p className={styles.chosen} data-testid="strip-chosen">
              <b>{chosen.title}</b>
              <span>{chosen.note}</span>
              <Link to={keep(`/map?lon=${chosen.lon.toFixed(5)}&lat=${chosen.lat.toFixed(5)}&z=14`)}>{t('onMap')}</Link>
            </p>
          )}
        </>
      )}
    </Card>
  );
}

function Strip({ corridor, onChoose }: { readonly corridor: Corridor; readonly onChoose: (chosen: Chosen) => void }) {
  const t = useWords(PICTURE_WORDS);
  const [width, hold] = useWidth();
  const route = corridor.route!;
  const [right, bottom] = [Math.max(LEFT + 80, width - RIGHT), HEIGHT - BOTTOM];
  const x = (km: number): number => LEFT + ((right - LEFT) * km) / Math.max(route.length, 0.001);
  const y = (offset: number): number => TOP + ((bottom - TOP) * (BREADTH - offset)) / (2 * BREADTH);
  const press = (chosen: Chosen) => ({
    className: styles.mark,
    role: 'button',
    tabIndex: 0,
    'aria-label': `${chosen.title} ${chosen.note}`,
    onClick: () => onChoose(chosen),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        onChoose(chosen);
      }
    },
  });
  const where = (km: number, offset: number): string =>
    `${numberText(km, 1)} km · ${t(offset >= 0 ? 'left' : 'right')} ${numberText(Math.abs(offset))} m`;
  const last = corridor.path.at(-1);
  return (
    <div className={styles.strip}>
      <div ref={hold} className={styles.wide}>
        {width === 0 ? null : (
          <svg
            width={width}
            height={HEIGHT}
            role="group"
            aria-label={t('stripSaid', { name: route.name, n: corridor.targets.length, m: corridor.stops.length })}
            data-testid="corridor-strip"
          >
            {[-3000, -1500, 0, 1500, 3000].map((offset) => (
              <g key={offset}>
                <line className={styles.grid} x1={LEFT} x2={right} y1={y(offset)} y2={y(offset)} />
                <text className={styles.tick} x={LEFT - 6} y={y(offset) + 4} textAnchor="end">
                  {offset === 0 ? '0' : `${offset > 0 ? t('left') : t('right')} ${Math.abs(offset) / 1000}`}
                </text>
              </g>
            ))}
            <rect
              className={styles.corridor}
              x={LEFT}
              width={right - LEFT}
              y={y(route.halfWidth)}
              height={Math.max(3, y(-route.halfWidth) - y(route.halfWidth))}
            >
              <title>{t('corridorWord', { n: route.halfWidth })}</title>
            </rect>
            <line className={styles.middle} x1={LEFT} x2={right} y1={y(0)} y2={y(0)} />
            {ticksTo(route.length, Math.max(2, Math.floor((right - LEFT) / 100)))
              .filter((tick) => tick <= route.length)
              .map((tick) => (
                <text
                  key={tick}
                  className={styles.tick}
                  x={x(tick)}
                  y={HEIGHT - 6}
                  textAnchor={tick === 0 ? 'start' : 'middle'}
                >
                  {numberText(tick)}
                  {tick === 0 ? ' km' : ''}
                </text>
              ))}
            {corridor.zones.map((zone) => {
              const forbidden = zone.purpose === 'forbidden';
              const size = forbidden ? 22 : 8;
              const chosen = {
                ...zone,
                title: zone.name,
                note: `${t(forbidden ? 'forbidden' : 'lot')} · ${where((zone.from + zone.to) / 2, zone.offset)}`,
              };
              return (
                <g key={zone.id} {...press(chosen)}>
                  <rect
                    className={styles.zone}
                    data-purpose={zone.purpose}
                    data-severe={zone.severe}
                    x={x(zone.from)}
                    width={Math.max(4, x(zone.to) - x(zone.from))}
                    y={y(zone.offset) - size / 2}
                    height={size}
                    rx={2}
                  />
                  <title>{`${zone.name} ${chosen.note}`}</title>
                </g>
              );
            })}
            {corridor.targets.map((target) => {
              const kind = t(`kind_${target.kind}` as 'kind_school');
              const people = target.people === null ? '' : ` · ${t('people', { n: numberText(target.people) })}`;
              const chosen = {
                ...target,
                title: target.name,
                note: `${kind}${people} · ${where(target.km, target.offset)}`,
              };
              return (
                <g key={target.id} {...press(chosen)}>
                  <g className={styles.target} data-near={Math.abs(target.offset) <= NEAR}>
                    <circle cx={x(target.km)} cy={y(target.offset)} r={4.5} />
                    <title>{`${target.name} ${chosen.note}`}</title>
                  </g>
                </g>
              );
            })}
            <path className={styles.way} d={wayPath(corridor.path, x, y)} />
            {corridor.stops.map((stop) => {
              const title =
                stop.allowed === null
                  ? t('stopOut', { n: stop.minutes })
                  : t('stopIn', { n: stop.minutes, name: stop.allowed });
              const chosen = { ...stop, title, note: `${stampText(stop.from)} · ${where(stop.km, stop.offset)}` };
              return (
                <g key={stop.from} {...press(chosen)}>
                  <g className={styles.stop} data-allowed={stop.allowed !== null}>
                    <circle cx={x(stop.km)} cy={y(stop.offset)} r={6} />
                    <text x={x(stop.km) + 9} y={y(stop.offset) - 6}>
                      {stop.minutes}′
                    </text>
                  </g>
                </g>
              );
            })}
            {last === undefined ? null : <circle className={styles.now} cx={x(last.km)} cy={y(last.offset)} r={6} />}
          </svg>
        )}
      </div>
    </div>
  );
}

function wayPath(path: Corridor['path'], x: (km: number) => number, y: (offset: number) => number): string {
  return path
    .map((one, index) => {
      const before = path[index - 1];
      const pen = before === undefined || one.at - before.at > GAP ? 'M' : 'L';
      return `${pen}${x(one.km).toFixed(1)} ${y(one.offset).toFixed(1)}`;
    })
    .join('');
}
