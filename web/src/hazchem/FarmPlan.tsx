import type { Level } from '@anlan/kernel/entity';
import { staleAfter } from '@anlan/kernel/telemetry';
import type { Farm, FarmPoint, FarmTank } from '@anlan/systems';
import { useId, useMemo } from 'react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { levelWord, numberText, RiskMark } from '../parts/index.ts';
import { levelAt, type Replay } from '../points/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import { dikesOf, downwind, planOf, standingOf, tagOf, type DrawnDike, type Placed } from './farm.ts';
import styles from './Farm.module.css';
import { WORDS } from './words.ts';

const GASES: ReadonlySet<string> = new Set(['combustible', 'toxic', 'chlorine', 'ammonia', 'carbon-monoxide']);
const DIKE = { holds: 'dikeHolds', short: 'dikeShort', unknown: 'dikeUnknown' } as const;
const RINGS = ['L', 'H', 'HH'] as const;

/** A point as the plan shows it: at the chosen moment, or now. */
interface Shown {
  readonly value: number | null;
  readonly stale: boolean;
  readonly level: Level | null;
}

function useShown(replay: Replay): (point: FarmPoint | undefined) => Shown {
  const now = useNow(5000);
  return (point) => {
    if (point === undefined) return { value: null, stale: false, level: null };
    const then = replay.valueOf(point.id);
    if (then !== undefined)
      return {
        value: then,
        stale: then === null,
        level: then === null ? null : levelAt(then, point.limits, point.kind),
      };
    const stale = point.at === null || now - point.at > Math.max(staleAfter(point.expectedPeriod), 60_000);
    return { value: point.value, stale, level: point.alarm?.level ?? null };
  };
}

const kindOf = (tank: FarmTank, kind: string): FarmPoint | undefined =>
  tank.points.find((point) => point.kind === kind);
const RANK: Readonly<Record<Level, number>> = { red: 4, orange: 3, yellow: 2, blue: 1 };
const graver = (levels: readonly (Level | null)[]): Level | null =>
  levels.flatMap((level) => (level === null ? [] : [level])).toSorted((a, b) => RANK[b] - RANK[a])[0] ?? null;

/** The tanks of a source from above: filled to their level, ringed by their worst alarm; detectors, valves and the wind. */
export function FarmPlan({
  farm,
  width,
  replay,
}: {
  readonly farm: Farm;
  readonly width: number;
  readonly replay: Replay;
}) {
  const t = useWords(WORDS);
  const shown = useShown(replay);
  const standing = useMemo(() => standingOf(farm), [farm]);
  const plan = useMemo(() => planOf(standing, width), [standing, width]);
  const wind = windAt(farm, replay);
  const gas = farm.detectors.filter((point) => GASES.has(point.kind) && shown(point).level !== null);
  const reach = Math.min(plan.width, plan.height) / 2.4;
  return (
    <svg
      className={styles.plan}
      viewBox={`0 0 ${plan.width} ${plan.height}`}
      width={plan.width}
      height={plan.height}
      role="group"
      aria-label={t('farmSaid', { name: farm.name, n: farm.tanks.length })}
      data-testid="farm-plan"
    >
      {wind.direction === null
        ? null
        : gas.map(({ id }) => {
            const at = plan.placed.get(id)!;
            return <path key={id} className={styles.plume} d={downwind(at.x, at.y, wind.direction!, reach)} />;
          })}
      {dikesOf(farm, plan).map((dike) => (
        <Dike key={dike.id} dike={dike} />
      ))}
      {farm.tanks.map((tank) => (
        <Tank key={tank.id} tank={tank} at={plan.placed.get(tank.id)!} shown={shown} live={replay.at === null} />
      ))}
      {farm.detectors.map((point) => (
        <Detector key={point.id} point={point} at={plan.placed.get(point.id)!} shown={shown(point)} />
      ))}
      <Rose wind={wind} x={plan.width - 44} />
      <Scale scale={plan.scale} y={plan.height - 14} />
    </svg>
  );
}

/** Says beside the plan what its places are worth. */
export function PlanNote({ farm, width }: { readonly farm: Farm; readonly width: number }) {
  const t = useWords(WORDS);
  const shifted = useMemo(() => planOf(standingOf(farm), width).shifted, [farm, width]);
  return <>{t(shifted ? 'farmShifted' : 'farmToScale')}</>;
}

function windAt(farm: Farm, replay: Replay): { readonly speed: number | null; readonly direction: number | null } {
  if (farm.wind === null) return { speed: null, direction: null };
  if (replay.at === null) return farm.wind;
  const [speed, direction] = [0, 1]
    .map((index) => farm.wind!.points[index])
    .map((id) => (id === undefined ? null : (replay.valueOf(id) ?? null)));
  return { speed: speed ?? null, direction: direction ?? null };
}

/** The dike of a group of tanks: what it holds against the largest tank inside. */
function Dike({ dike }: { readonly dike: DrawnDike }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const said = t(DIKE[dike.verdict], {
    holds: numberText(dike.effectiveVolume, 0),
    needed: dike.needed === null ? '—' : numberText(dike.needed, 0),
  });
  return (
    <Link
      to={keep(`/registry/fire-dikes/${dike.id}`)}
      aria-label={`${dike.name} ${said}`}
      data-testid="farm-dike"
      data-verdict={dike.verdict}
    >
      <title>{`${dike.name} ${said}`}</title>
      <rect className={styles.dike} x={dike.x} y={dike.y} width={dike.width} height={dike.height} rx="4" />
      <text className={styles.dikeSaid} x={dike.x + 6} y={dike.y + 13}>
        {said}
      </text>
    </Link>
  );
}

interface TankProps {
  readonly tank: FarmTank;
  readonly at: Placed;
  readonly shown: (point: FarmPoint | undefined) => Shown;
  readonly live: boolean;
}

function Tank({ tank, at: { x, y, r }, shown, live }: TankProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const clip = useId();
  const point = kindOf(tank, 'level');
  const level = shown(point);
  const [temperature, pressure] = ['temperature', 'pressure'].map((kind) => kindOf(tank, kind));
  const worst = live ? (tank.alarm?.level ?? null) : graver(tank.points.map((one) => shown(one).level));
  const share = level.value === null || point?.unit !== '%' ? null : Math.min(100, Math.max(0, level.value)) / 100;
  const text = level.value === null ? '—' : `${numberText(level.value, 0)}${point?.unit === '%' ? '%' : ''}`;
  const lines = [temperature, pressure].flatMap((one) => {
    const { value } = shown(one);
    return one === undefined || value === null ? [] : [`${numberText(value, one.unit === 'MPa' ? 2 : 1)} ${one.unit}`];
  });
  const said = [
    tank.name,
    tank.substanceName,
    `${t('levelWord')} ${text}`,
    ...lines,
    ...(worst === null ? [] : [levelWord(worst, 'alarm', language)]),
  ].join('，');
  return (
    <Link to={keep(`/tanks/${tank.id}`)} aria-label={said} data-testid="farm-tank" data-level={worst ?? 'none'}>
      <title>{said}</title>
      <clipPath id={clip}>
        <circle cx={x} cy={y} r={r} />
      </clipPath>
      <circle className={styles.shell} cx={x} cy={y} r={r} />
      {share === null ? null : (
        <rect
          className={styles.liquid}
          data-stale={level.stale}
          x={x - r}
          width={2 * r}
          y={y + r - 2 * r * share}
          height={2 * r * share}
          clipPath={`url(#${clip})`}
        />
      )}
      {RINGS.map((key) => {
        const limit = point?.limits[key];
        if (limit === undefined || point?.unit !== '%') return null;
        const at = y + r - (2 * r * limit) / 100;
        const half = Math.sqrt(Math.max(0, r * r - (at - y) ** 2));
        return (
          <path
            key={key}
            className={styles.mark}
            d={`M${x - half} ${at}h${Math.min(7, half)}M${x + half} ${at}h${-Math.min(7, half)}`}
          />
        );
      })}
      <circle className={styles.ring} data-level={worst ?? undefined} cx={x} cy={y} r={r} />
      <text className={styles.level} x={x} y={y + 5} textAnchor="middle" data-stale={level.stale}>
        {text}
      </text>
      <text className={styles.tag} x={x} y={y + r + 14} textAnchor="middle">
        {tagOf(tank.name)}
      </text>
      {lines.map((line, index) => (
        <text key={line} className={styles.small} x={x} y={y + r + 27 + 12 * index} textAnchor="middle">
          {line}
        </text>
      ))}
      <Valve
        state={shown(kindOf(tank, 'shut-off')).value}
        there={kindOf(tank, 'shut-off') !== undefined}
        x={x + r * 0.72}
        y={y + r * 0.72}
      />
      {worst === null ? null : (
        <g transform={`translate(${x - r * 0.72 - 7} ${y - r * 0.72 - 7})`}>
          <RiskMark level={worst} size={14} />
        </g>
      )}
      {live && tank.alarm?.first === true ? (
        <text className={styles.first} x={x + r * 0.72} y={y - r * 0.72} textAnchor="middle">
          ①
        </text>
      ) : null}
    </Link>
  );
}

/** A bow-tie: open, closed, or silent. */
function Valve({
  state,
  there,
  x,
  y,
}: {
  readonly state: number | null;
  readonly there: boolean;
  readonly x: number;
  readonly y: number;
}) {
  if (!there) return null;
  const word = state === null ? 'silent' : state >= 1 ? 'closed' : 'open';
  return (
    <path
      className={styles.valve}
      data-state={word}
      d={`M${x - 7} ${y - 5}L${x + 7} ${y + 5}V${y - 5}L${x - 7} ${y + 5}Z`}
    />
  );
}

function Detector({
  point,
  at: { x, y },
  shown: { value, level, stale },
}: {
  readonly point: FarmPoint;
  readonly at: Placed;
  readonly shown: Shown;
}) {
  const { language } = useLanguage();
  const keep = useKeepScope();
  const said = [
    point.name,
    value === null ? '—' : `${numberText(value)} ${point.unit}`,
    ...(level === null ? [] : [levelWord(level, 'alarm', language)]),
  ].join('，');
  return (
    <Link to={keep(`/history?points=${point.id}`)} aria-label={said} data-testid="farm-detector">
      <title>{said}</title>
      <path
        className={styles.detector}
        data-level={level ?? undefined}
        data-stale={stale}
        d={`M${x} ${y - 9}L${x + 9} ${y + 7}H${x - 9}Z`}
      />
      <text className={styles.small} x={x} y={y + 20} textAnchor="middle">
        {value === null ? '—' : numberText(value, 1)}
      </text>
    </Link>
  );
}

const COMPASS = ['N', 'E', 'S', 'W'] as const;

/** Where the wind blows to, and north. */
function Rose({ wind, x }: { readonly wind: ReturnType<typeof windAt>; readonly x: number }) {
  const t = useWords(WORDS);
  const y = 44;
  return (
    <g
      className={styles.rose}
      role="img"
      aria-label={
        wind.direction === null
          ? t('noWind')
          : t('windSaid', { d: numberText(wind.direction, 0), s: numberText(wind.speed, 1) })
      }
    >
      <circle cx={x} cy={y} r={27} />
      {COMPASS.map((letter, index) => {
        const angle = (index * Math.PI) / 2;
        return (
          <text key={letter} x={x + Math.sin(angle) * 35} y={y - Math.cos(angle) * 35 + 4} textAnchor="middle">
            {letter}
          </text>
        );
      })}
      {wind.direction === null ? null : (
        <path transform={`rotate(${wind.direction + 180} ${x} ${y})`} d={`M${x} ${y - 22}l7 14h-4v28h-6v-28h-4z`} />
      )}
      <text className={styles.speed} x={x} y={y + 52} textAnchor="middle">
        {wind.speed === null ? t('noWind') : `${numberText(wind.speed, 1)} m/s`}
      </text>
    </g>
  );
}

const LENGTHS = [5, 10, 20, 50, 100, 200, 500, 1000] as const;

function Scale({ scale, y }: { readonly scale: number; readonly y: number }) {
  const metres = LENGTHS.findLast((length) => length * scale <= 110) ?? LENGTHS[0];
  return (
    <g className={styles.scale}>
      <path d={`M16 ${y - 5}v5h${metres * scale}v-5`} />
      <text x={20} y={y - 4}>
        {metres} m
      </text>
    </g>
  );
}
