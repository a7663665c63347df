import { useLatest } from '../points/latest.ts';
import { useWords } from '../language/index.tsx';
import { numberText, RiskMark } from '../parts/index.ts';
import {
  apart,
  floorLines,
  fittingsAt,
  floorsBelow,
  heightsOf,
  MPA_PER_METRE,
  pressureEnd,
  pressures,
  pressureTicks,
  type Heights,
  type RoofHeights,
} from './riser.ts';
import styles from './FireWater.module.css';
import { flowText, useFittingWord } from './fitting.ts';
import type { Fitting, RiserPoint, WateredBuilding } from '@anlan/systems/monitoring/fire-water';
import { WORDS } from './words.ts';

const WIDTH = 860;
const HEIGHT = 560;
const TOP = 16;
const BOTTOM = 520;
const BODY = { left: 60, right: 330 } as const;
const PIPE = 250;
const LABELS = 348;
const CHART = { left: 560, right: 836 } as const;
const LABEL_GAP = 34;

/** A building in section with its riser, and beside it the pressure over height against the least static pressure. */
export function Riser({
  building,
  level = null,
}: {
  readonly building: WateredBuilding;
  readonly level?: number | null;
}) {
  const t = useWords(WORDS);
  const heights = heightsOf(building, TOP, BOTTOM);
  const dots = pressures(building.points);
  const labels = apart(
    dots.map(({ elevation }) => heights.y(elevation ?? 0)),
    LABEL_GAP,
  );
  const tank = building.points.find(({ kind }) => kind === 'fire-tank-level');
  const pump = building.points.find(({ kind }) => kind === 'fire-pump-manual');
  return (
    <svg className={styles.riser} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('riser')}>
      <Body building={building} heights={heights} roof={heights.roof} />
      {level === null ? null : <Short building={building} heights={heights} level={level} />}
      <path className={styles.pipe} d={`M${PIPE} ${heights.y(-4)}V${heights.y(heights.roof + 2)}`} />
      {tank === undefined ? null : <Tank point={tank} heights={heights} roof={heights.roof} />}
      <Pump point={pump} heights={heights} />
      <Chart dots={dots} heights={heights} />
      <Fittings fittings={building.fittings} heights={heights} />
      {dots.map((point, index) => (
        <Dot key={point.id} point={point} y={heights.y(point.elevation ?? 0)} label={labels[index] ?? 0} />
      ))}
    </svg>
  );
}

function Body({
  building,
  heights,
  roof,
}: {
  readonly building: WateredBuilding;
  readonly heights: Heights;
  readonly roof: number;
}) {
  const t = useWords(WORDS);
  const floors = building.floors ?? Math.max(1, Math.round(roof / 3.9));
  const storey = roof / floors;
  const every = floorLines(floors);
  const named = every.filter((_, index) => index % Math.max(1, Math.ceil(every.length / 12)) === 0);
  return (
    <g>
      <rect
        className={styles.body}
        x={BODY.left}
        y={heights.y(roof)}
        width={BODY.right - BODY.left}
        height={heights.y(0) - heights.y(roof)}
      />
      <rect
        className={styles.below}
        x={BODY.left}
        y={heights.y(0)}
        width={BODY.right - BODY.left}
        height={heights.y(-7) - heights.y(0)}
      />
      {every.map((floor) => (
        <path
          key={floor}
          className={styles.floor}
          d={`M${BODY.left} ${heights.y((floor - 1) * storey)}H${BODY.right}`}
        />
      ))}
      {named.map((floor) => (
        <text
          key={floor}
          className={styles.tick}
          x={BODY.left - 8}
          y={heights.y((floor - 0.5) * storey) + 4}
          textAnchor="end"
        >
          {floor}F
        </text>
      ))}
      <path className={styles.ground} d={`M20 ${heights.y(0)}H${CHART.right}`} />
      <text className={styles.tick} x={BODY.left - 8} y={heights.y(0) + 14} textAnchor="end">
        {t('ground')}
      </text>
    </g>
  );
}

/** Floors that the tank alone would leave short at a level one chooses, behind the riser. */
function Short({
  building,
  heights,
  level,
}: {
  readonly building: WateredBuilding;
  readonly heights: Heights & { readonly roof: number };
  readonly level: number;
}) {
  const tank = building.points.find(({ kind }) => kind === 'fire-tank-level');
  const least = building.points.find(({ kind }) => kind === 'fire-water-end')?.limits['staticLeast'];
  if (tank === undefined || least === undefined) return null;
  const floors = building.floors ?? Math.max(1, Math.round(heights.roof / 3.9));
  const storey = heights.roof / floors;
  return floorsBelow({ height: heights.roof, floors }, (tank.elevation ?? heights.roof + 3) + level, least).map(
    (floor) => (
      <rect
        key={floor}
        className={styles.short}
        data-testid="short-floor"
        x={BODY.left + 1}
        width={BODY.right - BODY.left - 2}
        y={heights.y(floor * storey)}
        height={heights.y((floor - 1) * storey) - heights.y(floor * storey)}
      />
    ),
  );
}

/** The roof tank, filled to its level; the line is the level that holds the least volume. */
function Tank({
  point,
  heights,
  roof,
}: {
  readonly point: RiserPoint;
  readonly heights: Heights;
  readonly roof: number;
}) {
  const t = useWords(WORDS);
  const { latest, stale, level } = useLatest(point);
  const full = 3;
  const [top, bottom] = [heights.y(roof + 5), heights.y(roof)];
  const y = (metres: number): number => bottom - (Math.min(full, metres) / full) * (bottom - top);
  const least = point.limits['tankLeast'];
  const value = latest?.value ?? null;
  return (
    <g>
      {value === null ? null : (
        <rect
          className={stale ? styles.waterStale : styles.water}
          x={PIPE - 46}
          width={92}
          y={y(value)}
          height={bottom - y(value)}
        />
      )}
      <rect className={styles.tank} x={PIPE - 46} width={92} y={top} height={bottom - top} />
      {least === undefined ? null : <path className={styles.limit} d={`M${PIPE - 52} ${y(least)}H${PIPE + 52}`} />}
      <text className={styles.tick} x={PIPE - 56} y={bottom - 6} textAnchor="end" data-level={level ?? undefined}>
        {t('tank')} {value === null ? '—' : `${numberText(value, 2)} m`}
      </text>
    </g>
  );
}

function Pump({ point, heights }: { readonly point: RiserPoint | undefined; readonly heights: Heights }) {
  const t = useWords(WORDS);
  const y = heights.y(-4);
  return (
    <g>
      <path className={styles.pipe} d={`M${PIPE - 44} ${y}H${PIPE}`} />
      <circle className={styles.pump} cx={PIPE - 44} cy={y} r="13" />
      <path className={styles.pumpMark} d={`M${PIPE - 50} ${y - 7}L${PIPE - 36} ${y}L${PIPE - 50} ${y + 7}z`} />
      <text className={styles.tick} x={PIPE - 66} y={y + 4} textAnchor="end">
        {t('pump')} {point === undefined ? null : <Mode point={point} />}
      </text>
    </g>
  );
}

function Mode({ point }: { readonly point: RiserPoint }) {
  const t = useWords(WORDS);
  const { latest } = useLatest(point);
  if (latest?.value == null) return <>—</>;
  return (
    <tspan className={latest.value >= 1 ? styles.manual : ''}>{t(latest.value >= 1 ? 'manual' : 'automatic')}</tspan>
  );
}

function Dot({ point, y, label }: { readonly point: RiserPoint; readonly y: number; readonly label: number }) {
  const t = useWords(WORDS);
  const { latest, stale, level } = useLatest(point);
  const value = latest?.value == null ? '—' : numberText(latest.value, 3);
  return (
    <g data-testid="riser-point" data-level={level ?? 'none'}>
      <path className={styles.lead} d={`M${PIPE + 7} ${y}H${BODY.right + 4}L${LABELS - 4} ${label}`} />
      <circle className={styles.dot} data-level={level ?? undefined} data-stale={stale} cx={PIPE} cy={y} r="6" />
      {level === null ? null : (
        <g transform={`translate(${LABELS} ${label - 6})`}>
          <RiskMark level={level} size={12} />
        </g>
      )}
      <text className={styles.value} x={LABELS + (level === null ? 0 : 17)} y={label + 4} data-stale={stale}>
        {value} <tspan className={styles.unit}>MPa</tspan>
      </text>
      <text className={styles.name} x={LABELS} y={label + 19}>
        {stale && latest !== null ? `${point.name} · ${t('stale')}` : point.name}
      </text>
    </g>
  );
}

/** Hydrants and valves with a height of their own: on the pipe what closes it, beside it what gives water. */
function Fittings({ fittings, heights }: { readonly fittings: readonly Fitting[]; readonly heights: RoofHeights }) {
  const choice = useFittingWord();
  const t = useWords(WORDS);
  return fittingsAt(fittings, heights).map(({ fitting, onPipe, column, y }) => {
    const state = fitting.state === 'in-order' ? (fitting.overdue ? 'overdue' : 'in-order') : 'wrong';
    const said = [fitting.name, choice('state', fitting.state), flowText(fitting, t)].filter((part) => part !== '');
    const x = PIPE - 64 - 18 * column;
    return (
      <g key={fitting.id} className={styles.fitting} data-state={state} data-testid="riser-fitting">
        <title>{said.join(' · ')}</title>
        {onPipe ? (
          <path d={`M${PIPE - 9} ${y - 6}L${PIPE + 9} ${y + 6}V${y - 6}L${PIPE - 9} ${y + 6}Z`} />
        ) : (
          <>
            <path className={styles.lead} d={`M${PIPE} ${y}H${x + 12}`} />
            <rect x={x} y={y - 6} width={12} height={12} rx="2" />
          </>
        )}
      </g>
    );
  });
}

/** Pressure over height: the least static pressure, the line of water standing from the tank, the points. */
function Chart({ dots, heights }: { readonly dots: readonly RiserPoint[]; readonly heights: Heights }) {
  const t = useWords(WORDS);
  const least = dots.map(({ limits }) => limits['staticLeast']).find((limit) => limit !== undefined);
  const highest = dots.find(({ latest }) => latest?.value != null);
  const standing =
    highest === undefined ? 0 : (highest.latest?.value ?? 0) + MPA_PER_METRE * ((highest.elevation ?? 0) + 4);
  const end = pressureEnd([standing, ...dots.flatMap(({ latest }) => (latest?.value == null ? [] : [latest.value]))]);
  const x = (pressure: number): number => CHART.left + (pressure / end) * (CHART.right - CHART.left);
  const ticks = pressureTicks(end);
  const [top, bottom] = [heights.y(heights.high), heights.y(heights.low)];
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick}>
          <path className={styles.grid} d={`M${x(tick)} ${top}V${bottom}`} />
          <text className={styles.tick} x={x(tick)} y={bottom + 16} textAnchor="middle">
            {numberText(tick, 1)}
          </text>
        </g>
      ))}
      <text className={styles.tick} x={CHART.right} y={bottom + 32} textAnchor="end">
        {t('pressure')}
      </text>
      {highest === undefined ? null : <StaticLine from={highest} heights={heights} x={x} />}
      {least === undefined ? null : (
        <g>
          <path className={styles.limit} d={`M${x(least)} ${top}V${bottom}`} />
          <text className={styles.limitName} x={x(least) + 5} y={top + 12}>
            {t('least', { value: least })}
          </text>
        </g>
      )}
      {dots.map((point) => (
        <ChartDot key={point.id} point={point} x={x} y={heights.y(point.elevation ?? 0)} />
      ))}
    </g>
  );
}

/** The static pressure below the highest point, if the water stands in one column. */
function StaticLine({
  from,
  heights,
  x,
}: {
  readonly from: RiserPoint;
  readonly heights: Heights;
  readonly x: (pressure: number) => number;
}) {
  const at = from.elevation ?? 0;
  const top = from.latest?.value ?? 0;
  return (
    <path
      className={styles.static}
      d={`M${x(top)} ${heights.y(at)}L${x(top + MPA_PER_METRE * (at + 4))} ${heights.y(-4)}`}
    />
  );
}

function ChartDot({
  point,
  x,
  y,
}: {
  readonly point: RiserPoint;
  readonly x: (pressure: number) => number;
  readonly y: number;
}) {
  const { latest, stale, level } = useLatest(point);
  if (latest?.value == null) return null;
  return (
    <circle
      className={styles.dot}
      data-level={level ?? undefined}
      data-stale={stale}
      cx={x(latest.value)}
      cy={y}
      r="5"
    />
  );
}
