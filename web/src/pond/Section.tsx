import type { Level } from '@anlan/kernel/entity';
import type { PondState } from '@anlan/kernel/telemetry';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import type { Replay } from '../points/index.ts';
import styles from './Pond.module.css';
import { Rain } from './Rain.tsx';
import {
  apart,
  arrowScale,
  bandsOf,
  beachEnd,
  boreCurves,
  CREST,
  HEIGHT,
  heightOf,
  moversOf,
  profileOf,
  POND,
  slope,
  TOE,
  tubesOf,
  WIDTH,
  type PondPoint,
} from './section.ts';
import { WORDS } from './words.ts';

/** How the length of the beach is known, where no instrument says it. */
const BEACH_BY = { measured: null, profile: 'fromProfile', slope: 'workedOut' } as const;

/** What the section shows of a pond: now, or at a moment gone by. */
interface Shown {
  readonly pond: PondState;
  readonly valueOf: (point: PondPoint) => number | null;
  readonly water: number | null;
  readonly freeboard: number | null;
  readonly beach: number | null;
}

function shownOf(pond: PondState, replay: Replay): Shown {
  const valueOf = (point: PondPoint): number | null => {
    const then = replay.valueOf(point.id);
    return then === undefined ? point.value : then;
  };
  if (replay.at === null)
    return { pond, valueOf, water: pond.waterLevel, freeboard: pond.freeboard, beach: pond.beach };
  const of = (kind: string): number[] =>
    pond.points.flatMap((point) => (point.kind === kind ? (valueOf(point) ?? []) : []));
  const levels = of('water-level');
  const water = levels.length === 0 ? null : Math.max(...levels);
  return {
    pond,
    valueOf,
    water,
    freeboard: water === null ? null : pond.crest - water,
    beach: of('dry-beach')[0] ?? null,
  };
}

/** The dam from its toe to the pond: water, freeboard, beach, seepage line and displacement against their limits, rain. */
export function Section({ pond, replay }: { readonly pond: PondState; readonly replay: Replay }) {
  const t = useWords(WORDS);
  const shown = shownOf(pond, replay);
  const { water, freeboard, beach } = shown;
  const waterY = water === null ? null : heightOf(pond.crest, water);
  const edge = beachEnd(beach ?? 150);
  const said = [
    `${t('freeboard')} ${freeboard === null ? t('unknown') : `${numberText(freeboard, 2)} m`}`,
    `${t('beach')} ${beach === null ? t('unknown') : `${numberText(beach, 0)} m`}`,
  ].join('，');
  return (
    <svg
      className={styles.picture}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${t('section')}：${said}`}
    >
      <rect className={styles.sky} width={WIDTH} height={HEIGHT} />
      {waterY === null ? null : (
        <>
          <path className={styles.water} d={`M${edge} ${waterY}H${WIDTH}V${HEIGHT}H${edge}Z`} />
          <path className={styles.waterline} d={`M${edge} ${waterY}H${WIDTH}`} />
        </>
      )}
      <Body edge={edge} waterY={waterY} />
      <text className={styles.strong} x={CREST.x - 4} y={CREST.y - 44} textAnchor="end">
        {`${t('crest')} ${numberText(pond.crest, 2)} m`}
      </text>
      <path className={styles.thin} d={`M${CREST.x - 4} ${CREST.y - 38}L${CREST.x} ${CREST.y - 2}`} />
      <Levels shown={shown} />
      <Freeboard shown={shown} y={waterY} />
      <Beach shown={shown} edge={edge} />
      <Profile pond={pond} />
      <Seepage shown={shown} edge={edge} waterY={waterY} />
      <Boreholes pond={pond} />
      <Movers shown={shown} />
      <Rain pond={pond} replay={replay} />
    </svg>
  );
}

function Body({ edge, waterY }: { readonly edge: number; readonly waterY: number | null }) {
  const outline = slope()
    .map(([x, y]) => `L${x} ${y}`)
    .join('');
  return (
    <>
      <path
        className={styles.body}
        d={`M${CREST.x} ${CREST.y}${outline}V${HEIGHT}H${WIDTH}V${HEIGHT - 30}L${edge} ${waterY ?? CREST.y + 160}L${POND.from} ${CREST.y}Z`}
      />
      <path
        className={styles.dam}
        d={`M${TOE.x - 50} ${HEIGHT}L${TOE.x + 22} ${TOE.y - 48}h44L${TOE.x + 150} ${HEIGHT}Z`}
      />
    </>
  );
}

function Levels({ shown: { pond, water } }: { readonly shown: Shown }) {
  const t = useWords(WORDS);
  const { crest } = pond;
  const lines = [
    { label: t('flood'), level: pond.floodLevel, now: false },
    { label: t('control'), level: pond.floodControlLevel, now: false },
    { label: t('operate'), level: pond.operateLevel, now: false },
    { label: t('water'), level: water, now: true },
  ]
    .flatMap(({ level, ...line }) => (level === null ? [] : [{ ...line, level, y: heightOf(crest, level) }]))
    .toSorted((a, b) => a.y - b.y);
  // Labels keep apart, however near the levels lie.
  const places = apart(
    lines.map(({ y, now }) => y + (now ? -8 : 5)),
    18,
  );
  return lines.map(({ label, level, now, y }, index) => (
    <g key={label}>
      {now ? null : <path className={styles.limit} d={`M880 ${y}H${WIDTH}`} />}
      <text className={now ? styles.strong : ''} x={872} y={places[index]} textAnchor="end">
        {`${label} ${numberText(level, 2)} m`}
      </text>
    </g>
  ));
}

/** Red below the least, orange within a tenth of it, as the warnings are. */
function levelOf(value: number, least: number | null): Level | null {
  if (least === null) return null;
  return value <= least ? 'red' : value <= 1.1 * least ? 'orange' : value <= 1.2 * least ? 'yellow' : null;
}

function Freeboard({ shown: { pond, freeboard }, y }: { readonly shown: Shown; readonly y: number | null }) {
  const t = useWords(WORDS);
  if (freeboard === null || y === null) return null;
  const x = POND.to - 10;
  const least = heightOf(pond.crest, pond.crest - pond.minFreeboard);
  return (
    <g className={styles.measure} data-level={levelOf(freeboard, pond.minFreeboard) ?? undefined}>
      <path className={styles.limit} d={`M${CREST.x} ${CREST.y}H${WIDTH}`} />
      <path className={styles.ghost} d={`M${x + 16} ${CREST.y}V${least}M${x + 11} ${least}h10`} />
      <path className={styles.arrow} d={`M${x} ${CREST.y}V${y}M${x - 6} ${CREST.y}h12M${x - 6} ${y}h12`} />
      <text className={styles.strong} x={WIDTH - 8} y={CREST.y - 24} textAnchor="end">
        {`${t('freeboard')} H ${numberText(freeboard, 2)} m`}
      </text>
      <text x={WIDTH - 8} y={CREST.y - 7} textAnchor="end">
        {t('least', { value: numberText(pond.minFreeboard, 2) })}
      </text>
    </g>
  );
}

function Beach({ shown: { pond, beach }, edge }: { readonly shown: Shown; readonly edge: number }) {
  const t = useWords(WORDS);
  if (beach === null) return null;
  const y = CREST.y - 18;
  const { minBeach, floodBeach } = pond;
  const by = BEACH_BY[pond.beachBy];
  const notes = [
    ...(minBeach === null ? [] : [t('least', { value: numberText(minBeach, 0) })]),
    ...(floodBeach === null ? [] : [t('atFlood', { value: numberText(floodBeach, 0) })]),
  ];
  return (
    <g className={styles.measure} data-level={levelOf(beach, minBeach) ?? undefined}>
      <path className={styles.arrow} d={`M${POND.from} ${y}H${edge}M${POND.from} ${y - 6}v12M${edge} ${y - 6}v12`} />
      {minBeach === null ? null : (
        <path
          className={styles.ghost}
          d={`M${POND.from} ${y + 9}H${beachEnd(minBeach)}M${beachEnd(minBeach)} ${y + 4}v10`}
        />
      )}
      {floodBeach === null ? null : <path className={styles.limit} d={`M${beachEnd(floodBeach)} ${y - 5}v19`} />}
      <text className={styles.strong} x={POND.from} y={y - 28}>
        {`${t('beach')} L ${numberText(beach, 0)} m${by === null ? '' : ` · ${t(by)}`}`}
      </text>
      <text x={POND.from} y={y - 11}>
        {notes.join(' · ')}
      </text>
    </g>
  );
}

/** The beach as it was surveyed, above the straight one that is drawn where nobody has. */
function Profile({ pond }: { readonly pond: PondState }) {
  const t = useWords(WORDS);
  const line = profileOf(pond);
  if (pond.profile === null || line.length < 2) return null;
  const [x, y] = line[Math.min(line.length - 1, 9)]!;
  return (
    <g data-testid="beach-profile">
      <polyline className={styles.profile} points={line.map(([px, py]) => `${px},${py}`).join(' ')} />
      {line.map(([px, py]) => (
        <circle key={px} className={styles.surveyed} cx={px} cy={py} r={2.5} />
      ))}
      <text x={x - 14} y={y + 16} textAnchor="end">
        {t('profileOf', { section: pond.profile.section, day: pond.profile.on })}
        {pond.profile.old ? ` · ${t('profileOld')}` : ''}
      </text>
    </g>
  );
}

/** Displacement by depth of the boreholes on the crest: the newest survey, and the oldest behind it. */
function Boreholes({ pond }: { readonly pond: PondState }) {
  const t = useWords(WORDS);
  return boreCurves(pond.boreholes).map(({ name, x, bottom, paths, newest }) => (
    <g key={name} data-testid="borehole">
      <title>{`${name} ${t('newestOn', { day: newest })}`}</title>
      <path className={styles.bore} d={`M${x} ${CREST.y}V${bottom}`} />
      {paths.map((path, index) => (
        <path key={path} className={styles.bent} data-old={index < paths.length - 1} d={path} />
      ))}
      <text x={x} y={bottom + 16} textAnchor="middle">
        {name}
      </text>
    </g>
  ));
}

/** Tubes along the slope from the crest down; the seepage line joins their water to the water's edge and the toe. */
function Seepage({
  shown: { pond, valueOf },
  edge,
  waterY,
}: {
  readonly shown: Shown;
  readonly edge: number;
  readonly waterY: number | null;
}) {
  const t = useWords(WORDS);
  const tubes = tubesOf(pond, valueOf);
  const known = tubes.filter(({ water }) => water !== null);
  const controls = tubes.filter(({ control }) => control !== null);
  if (tubes.length === 0) return null;
  const line = [
    ...(waterY === null ? [] : [`${edge},${waterY}`]),
    ...known.map(({ x, water }) => `${x},${water}`),
    `${TOE.x + 60},${TOE.y}`,
  ].join(' ');
  const crowded = tubes.length > 6;
  return (
    <g>
      {bandsOf(tubes).map(({ key, path, level }) => (
        <path key={key} className={styles.band} data-level={level ?? 'none'} d={path} />
      ))}
      <polyline className={styles.control} points={controls.map(({ x, control }) => `${x},${control}`).join(' ')} />
      {known.length === 0 ? null : <polyline className={styles.seepage} points={line} />}
      {tubes.map((tube, index) => (
        <g key={tube.id} data-testid="tube" data-level={tube.level ?? 'none'}>
          <title>
            {[
              tube.name,
              tube.depth === null ? t('unknown') : `${numberText(tube.depth, 2)} m`,
              tube.controlDepth === null ? '' : `${t('line')} ${numberText(tube.controlDepth, 2)} m`,
              tube.suspect ? t('suspect') : '',
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </title>
          <path
            className={styles.tube}
            d={`M${tube.x} ${tube.ground - 12}V${Math.max(tube.water ?? 0, tube.control ?? 0, tube.ground + 20)}`}
          />
          {tube.water === null ? null : (
            <circle
              className={styles.tip}
              data-level={tube.level ?? undefined}
              data-suspect={tube.suspect}
              cx={tube.x}
              cy={tube.water}
              r={5}
            />
          )}
          <text x={tube.x} y={tube.ground - 17} textAnchor="middle">
            {crowded && index % 2 === 1 ? '' : tube.name}
          </text>
          <text x={tube.x + 9} y={(tube.water ?? tube.ground + 30) + 18}>
            {crowded && index % 2 === 1
              ? ''
              : tube.depth === null
                ? '—'
                : `${numberText(tube.depth, 1)}${tube.suspect ? '？' : ''}`}
          </text>
        </g>
      ))}
      <path className={styles.seepage} d={`M16 22h28`} />
      <text x={50} y={27}>
        {t('seepage')}
      </text>
      <path className={styles.control} d={`M16 44h28`} />
      <text x={50} y={49}>
        {t('lineOwn')}
      </text>
    </g>
  );
}

/** Displacement of the monuments as arrows, hundreds of times too long. */
function Movers({ shown: { pond, valueOf } }: { readonly shown: Shown }) {
  const t = useWords(WORDS);
  const movers = moversOf(pond, valueOf);
  const scale = arrowScale(movers.map(({ value }) => value));
  if (movers.length === 0) return null;
  return (
    <g>
      {movers.map(({ id, name, x, y, value, level, down }) => {
        const long = (value ?? 0) * scale;
        const to = down ? { x, y: y - long } : { x: x - long, y: y + 0.55 * long };
        return (
          <g key={id} data-testid="mover" className={styles.measure} data-level={level ?? undefined}>
            <title>{`${name} ${value === null ? t('unknown') : `${numberText(value, 1)} mm`}`}</title>
            <path className={styles.monument} d={`M${x} ${y - 12}l7 12h-14Z`} />
            {value === null || Math.abs(long) < 10 ? null : (
              <path className={styles.arrow} markerEnd="url(#arrow-head)" d={`M${x} ${y - 6}L${to.x} ${to.y - 6}`} />
            )}
            <text x={x - 10} y={y - 20} textAnchor="end">
              {value === null ? '—' : `${numberText(value, 1)} mm`}
            </text>
          </g>
        );
      })}
      <defs>
        <marker id="arrow-head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path className={styles.head} d="M0 0L8 4L0 8Z" />
        </marker>
      </defs>
      <path className={styles.monument} d="M30 60l7 12h-14Z" />
      <text x={50} y={71}>
        {t('movers')}
      </text>
    </g>
  );
}
