import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { waterStripSchema, type WaterStrip as Water } from '@anlan/systems/monitoring/waterway';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText } from '../parts/index.ts';
import { useWidth } from '../points/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { spreadLabels, ticksTo } from './strip.ts';
import type { RiverCoverage as River } from '@anlan/systems/monitoring/waterway';
import styles from './Strip.module.css';
import { KIND, STRIP_WORDS } from './words-strip.ts';

type Chosen = { readonly kind: 'bridge' | 'gauge' | 'ship'; readonly id: string } | null;

const [LEFT, RIGHT] = [64, 16];
/** Rows of the picture, px from its top. */
const ROW = { bridges: 18, ships: 78, middle: 108, shipsEnd: 138, level: 166, levelEnd: 206, cover: 222 } as const;
const HEIGHT = 280;
/** m of visibility at which a gauge's stretch is a fog band (levels of 航道能见度不良). */
const FOG = [
  [200, 'red'],
  [500, 'orange'],
  [1000, 'yellow'],
  [1500, 'blue'],
] as const;

/** A waterway straightened: ships by mileage and side, bridges with their room, levels, fog, coverage (1300 × 280). */
export function WaterStrip({
  rivers,
  chosen: named,
  onRiver,
}: {
  readonly rivers: readonly River[];
  readonly chosen: string | null;
  readonly onRiver: (river: string) => void;
}) {
  const t = useWords(STRIP_WORDS);
  const drawn = rivers.filter(({ length }) => length !== null);
  const longest = drawn.toSorted((a, b) => b.vessels - a.vessels)[0];
  const river = drawn.find(({ waterway }) => waterway === named) ?? longest;
  const [chosen, setChosen] = useState<Chosen>(null);
  const path = `/waterways/strip${query({ waterway: river?.waterway ?? null })}`;
  const strip = useQuery({
    queryKey: ['waterways', 'strip', path],
    enabled: river !== undefined,
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get(path, waterStripSchema, signal),
  });
  if (river === undefined) return null;
  return (
    <Card
      title={t('strip')}
      note={t('stripNote')}
      extra={
        <Segmented
          size="small"
          aria-label={t('strip')}
          value={river.waterway}
          options={drawn.map(({ waterway }) => waterway)}
          onChange={(value) => {
            setChosen(null);
            onRiver(value);
          }}
        />
      }
      flush
    >
      {strip.isPending ? <Loading rows={6} /> : null}
      {strip.isError && strip.data === undefined ? (
        <Failed error={strip.error} retry={() => void strip.refetch()} />
      ) : null}
      {strip.data === undefined ? null : (
        <>
          <Strip water={strip.data} river={river} chosen={chosen} onChoose={setChosen} />
          <Legend />
          <Told water={strip.data} chosen={chosen} />
        </>
      )}
    </Card>
  );
}

function Strip({
  water,
  river,
  chosen,
  onChoose,
}: {
  readonly water: Water;
  readonly river: River;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}) {
  const t = useWords(STRIP_WORDS);
  const [width, hold] = useWidth();
  const right = Math.max(LEFT + 80, width - RIGHT);
  const x = (km: number): number =>
    LEFT + ((right - LEFT) * Math.min(Math.max(km, 0), water.length)) / Math.max(water.length, 0.1);
  const mark = (one: NonNullable<Chosen>, label: string, children: ReactNode) => (
    <g
      key={one.id}
      className={styles.mark}
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-pressed={chosen?.id === one.id}
      onClick={() => onChoose(one)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose(one);
      }}
    >
      <title>{label}</title>
      {children}
    </g>
  );
  const row = (word: string, y: number) => (
    <text className={styles.row} x={LEFT - 10} y={y + 4} textAnchor="end">
      {word}
    </text>
  );
  return (
    <div className={styles.strip}>
      <div ref={hold} className={styles.wide}>
        {width === 0 ? null : (
          <svg
            width={width}
            height={HEIGHT}
            role="group"
            aria-label={t('said', { name: water.waterway, n: water.ships.length, m: water.bridges.length })}
            data-testid="water-strip"
          >
            {row(t('bridges'), ROW.bridges + 14)}
            {row(t('channel'), ROW.middle)}
            {row(t('level'), (ROW.level + ROW.levelEnd) / 2)}
            <rect
              className={styles.water}
              x={LEFT}
              width={right - LEFT}
              y={ROW.ships - 6}
              height={ROW.shipsEnd - ROW.ships + 12}
              rx={4}
            />
            {fogOf(water).map(({ from, to, level, visibility }) => (
              <rect
                key={from}
                className={styles.fog}
                data-level={level}
                x={x(from)}
                width={x(to) - x(from)}
                y={ROW.ships - 6}
                height={ROW.shipsEnd - ROW.ships + 12}
              >
                <title>{t('fogSaid', { n: numberText(visibility) })}</title>
              </rect>
            ))}
            {water.waters.map(({ id, name, km, active }) => (
              <rect
                key={id}
                className={styles.key}
                data-active={active}
                x={x(km) - 5}
                width={10}
                y={ROW.ships - 6}
                height={ROW.shipsEnd - ROW.ships + 12}
              >
                <title>{`${name} · ${t(active ? 'holds' : 'rests')}`}</title>
              </rect>
            ))}
            <line className={styles.middle} x1={LEFT} x2={right} y1={ROW.middle} y2={ROW.middle} />
            <Bridges water={water} x={x} mark={mark} />
            {water.ships.map((ship) => {
              const y = shipY(ship);
              const towards = ship.down === null ? '' : t(ship.down ? 'down' : 'up');
              const label = `${ship.name} ${numberText(ship.km, 1)} km ${towards} ${ship.speed === null ? '' : `${numberText(ship.speed, 1)} km/h`}`;
              return mark(
                { kind: 'ship', id: ship.id },
                label,
                <path
                  className={styles.ship}
                  data-alarm={ship.alarms > 0}
                  data-kind={ship.category ?? 'cargo'}
                  d={hull(x(ship.km), y, ship.down)}
                />,
              );
            })}
            <Levels water={water} x={x} mark={mark} />
            {river.kinds.map((kind, index) => {
              const y = ROW.cover + index * 12;
              return (
                <g key={kind.kind}>
                  {row(
                    `${KIND[kind.kind] ?? kind.kind} ${kind.share === null ? '' : `${numberText(kind.share * 100, 0)}%`}`,
                    y + 3,
                  )}
                  <rect className={styles.gap} x={LEFT} width={right - LEFT} y={y} height={7} />
                  {kind.stretches.map(([from, to]) => (
                    <rect
                      key={from}
                      className={styles.cover}
                      data-kind={kind.kind}
                      x={x(from)}
                      width={Math.max(1, x(to) - x(from))}
                      y={y}
                      height={7}
                    />
                  ))}
                </g>
              );
            })}
            {ticksTo(water.length, Math.max(2, Math.floor((right - LEFT) / 100)))
              .filter((tick) => tick <= water.length)
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
          </svg>
        )}
      </div>
    </div>
  );
}

/** By its side: up to the edge of the band at half a kilometre. */
function shipY({ offset }: Water['ships'][number]): number {
  const share = Math.max(-1, Math.min(1, offset / 500));
  return ROW.middle - share * ((ROW.shipsEnd - ROW.ships) / 2);
}

/** A hull that points downstream, upstream, or lies. */
function hull(x: number, y: number, down: boolean | null): string {
  if (down === null) return `M${x - 5} ${y}a5 4 0 1 0 10 0a5 4 0 1 0 -10 0Z`;
  const to = down ? 1 : -1;
  return `M${x + 8 * to} ${y}L${x + 2 * to} ${y - 4}H${x - 7 * to}V${y + 4}H${x + 2 * to}Z`;
}

type Mark = (one: NonNullable<Chosen>, label: string, children: ReactNode) => ReactNode;
interface Part {
  readonly water: Water;
  readonly x: (km: number) => number;
  readonly mark: Mark;
}

/** Bridges with span and what may pass beneath now; where names would cover each other the tighter bridge speaks. */
function Bridges({ water, x, mark }: Part) {
  const t = useWords(STRIP_WORDS);
  const tight = ({ room, required }: Water['bridges'][number]): boolean =>
    room !== null && required !== null && room < required;
  /** The first bridge's words stay clear of the row's name. */
  const wordAt = (km: number): number => Math.max(x(km), LEFT + 46);
  // Nearest what it needs speaks first.
  const spare = ({ room, required }: Water['bridges'][number]): number =>
    room === null || required === null ? Infinity : room - required;
  const named = spreadLabels(
    water.bridges.map((bridge) => ({ id: bridge.id, at: wordAt(bridge.km), weight: -spare(bridge) })),
    78,
  );
  return water.bridges.map((bridge) => {
    const at = x(bridge.km);
    const room = bridge.room === null ? '—' : `${numberText(bridge.room, 1)} m`;
    // What is read out begins with what is written there.
    const sizes = `↕ ${room} ↔ ${bridge.span === null ? '—' : numberText(bridge.span)}`;
    return mark(
      { kind: 'bridge', id: bridge.id },
      t('bridgeSaid', { name: bridge.name, sizes, room }),
      <g className={styles.bridge} data-tight={tight(bridge)}>
        <path
          d={`M${at - 9} ${ROW.ships - 6}V${ROW.ships - 18}H${at + 9}V${ROW.ships - 6}M${at - 9} ${ROW.ships - 13}Q${at} ${ROW.ships - 21} ${at + 9} ${ROW.ships - 13}`}
        />
        <line x1={at} x2={at} y1={ROW.ships - 6} y2={ROW.shipsEnd + 6} />
        {named.has(bridge.id) ? (
          <>
            <text x={wordAt(bridge.km)} y={ROW.bridges + 6} textAnchor="middle">
              {bridge.name}
            </text>
            <text className={styles.room} x={wordAt(bridge.km)} y={ROW.bridges + 22} textAnchor="middle">
              {sizes}
            </text>
          </>
        ) : null}
      </g>,
    );
  });
}

/** Water levels against what warns and what stops traffic: a bar at each gauge, full at the level that stops. */
function Levels({ water, x, mark }: Part) {
  const t = useWords(STRIP_WORDS);
  const named = spreadLabels(
    water.gauges.map((gauge) => ({
      id: gauge.id,
      at: x(gauge.km),
      weight: gauge.level === null || gauge.stop === null ? -Infinity : gauge.level - gauge.stop,
    })),
    92,
  );
  return water.gauges.map((gauge) => {
    const { level, warn, stop } = gauge;
    const at = x(gauge.km);
    const high = ROW.levelEnd - ROW.level;
    // Ten metres below the level that stops is the foot of the bar.
    const share = (value: number): number => (stop === null ? 0 : Math.max(0, Math.min(1.1, 1 - (stop - value) / 10)));
    const state =
      level === null
        ? 'silent'
        : stop !== null && level >= stop
          ? 'stop'
          : warn !== null && level >= warn
            ? 'warn'
            : 'usual';
    const y = (value: number): number => ROW.levelEnd - share(value) * (high - 6);
    // What is read out holds what is written there, digit for digit: 23.0 is not 23.00 to who compares them.
    const written = level === null ? '—' : `${numberText(level, 2)} m`;
    const stopWritten = t('stopAt', { n: stop === null ? '—' : numberText(stop, 1) });
    return mark(
      { kind: 'gauge', id: gauge.id },
      t('gaugeSaid', { name: gauge.name, sizes: `${written} ${stopWritten}` }),
      <g className={styles.gauge} data-state={state}>
        <rect className={styles.tube} x={at - 6} width={12} y={ROW.level} height={high} rx={2} />
        {level === null ? null : (
          <rect
            className={styles.fill}
            x={at - 6}
            width={12}
            y={y(level)}
            height={Math.max(1, ROW.levelEnd - y(level))}
            rx={2}
          />
        )}
        {warn === null ? null : <line className={styles.warn} x1={at - 9} x2={at + 9} y1={y(warn)} y2={y(warn)} />}
        {stop === null ? null : <line className={styles.stop} x1={at - 9} x2={at + 9} y1={y(stop)} y2={y(stop)} />}
        {named.has(gauge.id) ? (
          <>
            <text x={at + 12} y={ROW.level + 16}>
              {written}
            </text>
            <text className={styles.room} x={at + 12} y={ROW.level + 31}>
              {stopWritten}
            </text>
          </>
        ) : null}
      </g>,
    );
  });
}

/** Stretches around gauges that see little, halfway to their neighbours. */
function fogOf({ gauges, length }: Water): { from: number; to: number; level: string; visibility: number }[] {
  return gauges.flatMap(({ km, visibility }, index) => {
    const found = visibility === null ? undefined : FOG.find(([least]) => visibility <= least);
    if (found === undefined || visibility === null) return [];
    const [before, after] = [gauges[index - 1], gauges[index + 1]];
    const from = before === undefined ? 0 : (before.km + km) / 2;
    const to = after === undefined ? length : (after.km + km) / 2;
    return [{ from, to, level: found[1], visibility }];
  });
}

function Legend() {
  const t = useWords(STRIP_WORDS);
  const words = ['downShip', 'upShip', 'lies', 'alarmed', 'keyWater', 'fog', 'warnLine', 'stopLine'] as const;
  return (
    <p className={styles.legend} aria-hidden>
      {words.map((word) => (
        <span key={word}>
          <svg width={22} height={12}>
            {word === 'downShip' || word === 'upShip' || word === 'lies' || word === 'alarmed' ? (
              <path
                className={styles.ship}
                data-alarm={word === 'alarmed'}
                data-kind="cargo"
                d={hull(11, 6, word === 'lies' ? null : word !== 'upShip')}
              />
            ) : word === 'keyWater' ? (
              <rect className={styles.key} data-active x={4} width={12} height={12} />
            ) : word === 'fog' ? (
              <rect className={styles.fog} data-level="orange" x={2} width={18} height={12} />
            ) : (
              <line className={word === 'warnLine' ? styles.warn : styles.stop} x1={2} x2={20} y1={6} y2={6} />
            )}
          </svg>
          {t(word)}
        </span>
      ))}
    </p>
  );
}

/** What is known of the mark that was pressed. */
function Told({ water, chosen }: { readonly water: Water; readonly chosen: Chosen }) {
  const t = useWords(STRIP_WORDS);
  const keep = useKeepScope();
  if (chosen === null) return null;
  const metres = (value: number | null, digits = 2): string =>
    value === null ? '—' : `${numberText(value, digits)} m`;
  const bridge = chosen.kind === 'bridge' ? water.bridges.find(({ id }) => id === chosen.id) : undefined;
  const gauge = chosen.kind === 'gauge' ? water.gauges.find(({ id }) => id === chosen.id) : undefined;
  const ship = chosen.kind === 'ship' ? water.ships.find(({ id }) => id === chosen.id) : undefined;
  return (
    <p className={styles.told} data-testid="strip-told">
      {bridge === undefined ? null : (
        <>
          <b>{bridge.name}</b>
          <span>
            {t('soffit')} {metres(bridge.soffit)} − {t('levelNow')} {metres(bridge.level)} = {t('roomNow')}{' '}
            <b>{metres(bridge.room)}</b>
          </span>
          <span>
            {t('required')} {metres(bridge.required, 0)} · {t('span')} {metres(bridge.span, 0)}
          </span>
          <Link to={keep(`/registry/river-bridges?open=${bridge.id}`)}>{t('record')}</Link>
        </>
      )}
      {gauge === undefined ? null : (
        <>
          <b>{gauge.name}</b>
          <span>
            {t('level')} {metres(gauge.level)} · {t('warnLine')} {metres(gauge.warn)} · {t('stopLine')}{' '}
            {metres(gauge.stop)}
          </span>
          <span>
            {t('visibility')} {metres(gauge.visibility, 0)} · {t('wind')}{' '}
            {gauge.wind === null ? '—' : `${numberText(gauge.wind, 1)} m/s`}
          </span>
          <Link to={keep(`/registry/shore-stations?open=${gauge.id}`)}>{t('record')}</Link>
        </>
      )}
      {ship === undefined ? null : (
        <>
          <b>{ship.name}</b>
          <span>
            {numberText(ship.km, 1)} km · {ship.down === null ? t('lies') : t(ship.down ? 'down' : 'up')} ·{' '}
            {ship.speed === null ? '—' : `${numberText(ship.speed, 1)} km/h`} ·{' '}
            {t('offset', { n: Math.abs(ship.offset) })}
          </span>
          <Link to={keep(`/map?object=vessel:${ship.id}`)}>{t('onMap')}</Link>
        </>
      )}
    </p>
  );
}
