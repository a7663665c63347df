import type { PondState } from '@anlan/kernel/telemetry';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import styles from './Pond.module.css';
import { WORDS } from './words.ts';

const [WIDTH, HEIGHT] = [1200, 440];
/** Where the crest of the dam lies in the picture, how its slope falls, and where the beach may end. */
const CREST = { x: 430, y: 96 };
const TOE = { x: 60, y: 400 };
const POND_FROM = 520;
const POND_TO = 1150;
/** Pixels a metre, of heights near the crest and of depths below the slope. */
const PER_METRE = 74;
const DEPTH = 9;
/** Longest beach that is drawn to scale (m). */
const LONGEST = 300;

const heightOf = (crest: number, level: number): number =>
  CREST.y + Math.min(3.6, Math.max(-0.6, crest - level)) * PER_METRE;
const slopeAt = (x: number): number => CREST.y + ((CREST.x - x) / (CREST.x - TOE.x)) * (TOE.y - CREST.y);
const beachEnd = (length: number): number =>
  POND_FROM + (Math.min(LONGEST, length) / LONGEST) * (POND_TO - 160 - POND_FROM);

/** The dam from its toe to the pond: water, freeboard, beach and seepage line against their limits. */
export function Section({ pond }: { readonly pond: PondState }) {
  const t = useWords(WORDS);
  const { crest, waterLevel, freeboard, beach, minFreeboard, minBeach } = pond;
  const waterY = waterLevel === null ? null : heightOf(crest, waterLevel);
  const edge = beachEnd(beach ?? LONGEST / 2);
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
          <path className={styles.water} d={`M${edge} ${waterY} H${POND_TO + 50} V${HEIGHT - 10} H${edge} Z`} />
          <line className={styles.waterline} x1={edge} x2={POND_TO + 50} y1={waterY} y2={waterY} />
        </>
      )}
      <path
        className={styles.body}
        d={`M${TOE.x} ${TOE.y} L${CREST.x} ${CREST.y} H${POND_FROM} L${edge} ${waterY ?? CREST.y + 150} L${POND_TO + 50} ${HEIGHT - 40} V${HEIGHT - 10} H${TOE.x} Z`}
      />
      <path
        className={styles.dam}
        d={`M${TOE.x - 40} ${HEIGHT - 10} L${TOE.x + 40} ${TOE.y - 66} h40 L${TOE.x + 160} ${HEIGHT - 10} Z`}
      />
      <text className={styles.strong} x={CREST.x - 4} y={CREST.y - 14} textAnchor="end">
        {`${t('crest')} ${numberText(crest, 2)} m`}
      </text>
      <Levels pond={pond} />
      <Freeboard freeboard={freeboard} least={minFreeboard} y={waterY} />
      <Beach beach={beach} least={minBeach} edge={edge} />
      <Seepage pond={pond} edge={edge} waterY={waterY} />
    </svg>
  );
}

function Levels({ pond }: { readonly pond: PondState }) {
  const t = useWords(WORDS);
  const { crest } = pond;
  const lines = [
    { label: t('flood'), level: pond.floodLevel, now: false },
    { label: t('control'), level: pond.floodControlLevel, now: false },
    { label: t('water'), level: pond.waterLevel, now: true },
  ].toSorted((a, b) => (b.level ?? 0) - (a.level ?? 0));
  // Labels keep apart, however near the levels lie.
  let below = 0;
  return lines.map(({ label, level, now }) => {
    if (level === null) return null;
    const y = heightOf(crest, level);
    below = Math.max(y + 5, below + 18);
    return (
      <g key={label}>
        {now ? null : <line className={styles.limit} x1={880} x2={POND_TO + 50} y1={y} y2={y} />}
        <text className={now ? styles.strong : ''} x={POND_TO - 310 + 40} y={below} textAnchor="end">
          {`${label} ${numberText(level, 2)} m`}
        </text>
      </g>
    );
  });
}

function Freeboard({
  freeboard,
  least,
  y,
}: {
  readonly freeboard: number | null;
  readonly least: number;
  readonly y: number | null;
}) {
  const t = useWords(WORDS);
  if (freeboard === null || y === null) return null;
  const x = POND_TO;
  return (
    <g className={freeboard < least ? styles.warned : ''}>
      <line className={styles.limit} x1={CREST.x} x2={x + 40} y1={CREST.y} y2={CREST.y} />
      <line className={styles.arrow} x1={x} x2={x} y1={CREST.y} y2={y} />
      <line className={styles.arrow} x1={x - 6} x2={x + 6} y1={y} y2={y} />
      <line className={styles.arrow} x1={x - 6} x2={x + 6} y1={CREST.y} y2={CREST.y} />
      <text className={styles.strong} x={x - 12} y={CREST.y - 30} textAnchor="end">
        {`${t('freeboard')} ${numberText(freeboard, 2)} m`}
      </text>
      <text x={x - 12} y={CREST.y - 12} textAnchor="end">
        {t('least', { value: numberText(least, 2) })}
      </text>
    </g>
  );
}

function Beach({
  beach,
  least,
  edge,
}: {
  readonly beach: number | null;
  readonly least: number | null;
  readonly edge: number;
}) {
  const t = useWords(WORDS);
  if (beach === null) return null;
  const y = CREST.y - 26;
  const short = least !== null && beach < least;
  return (
    <g className={short ? styles.warned : ''}>
      <line className={styles.arrow} x1={POND_FROM} x2={edge} y1={y} y2={y} />
      <line className={styles.arrow} x1={POND_FROM} x2={POND_FROM} y1={y - 6} y2={y + 6} />
      <line className={styles.arrow} x1={edge} x2={edge} y1={y - 6} y2={y + 6} />
      {least === null ? null : (
        <line className={styles.limit} x1={beachEnd(least)} x2={beachEnd(least)} y1={y - 14} y2={y + 14} />
      )}
      <text className={styles.strong} x={POND_FROM} y={y - 12}>
        {`${t('beach')} ${numberText(beach, 0)} m${least === null ? '' : `（${t('least', { value: numberText(least, 0) })}）`}`}
      </text>
    </g>
  );
}

/** Tubes stand along the slope from the crest down; the seepage line joins their water to the water's edge. */
function Seepage({
  pond,
  edge,
  waterY,
}: {
  readonly pond: PondState;
  readonly edge: number;
  readonly waterY: number | null;
}) {
  const t = useWords(WORDS);
  const tubes = pond.points.filter(({ kind, value }) => kind === 'phreatic-depth' && value !== null);
  if (tubes.length === 0) return null;
  const placed = tubes.map(({ id, value }, index) => {
    const x = CREST.x - 40 - ((index + 0.3) * 220) / tubes.length;
    const ground = slopeAt(x);
    return { id, x, ground, y: Math.min(HEIGHT - 20, ground + (value as number) * DEPTH), depth: value as number };
  });
  const line = [...(waterY === null ? [] : [`${edge},${waterY}`]), ...placed.map(({ x, y }) => `${x},${y}`)].join(' ');
  const control = pond.minPhreatic;
  return (
    <g>
      {control === null ? null : (
        <polyline
          className={styles.control}
          points={placed.map(({ x, ground }) => `${x},${ground + control * DEPTH}`).join(' ')}
        />
      )}
      <polyline className={styles.seepage} points={line} />
      {placed.map(({ id, x, ground, y, depth }) => (
        <g key={id}>
          <line className={styles.tube} x1={x} x2={x} y1={ground} y2={y} />
          <circle className={styles.tip} cx={x} cy={y} r={4} />
          <text x={x + 8} y={y + 18}>{`${numberText(depth, 2)} m`}</text>
        </g>
      ))}
      <text x={placed[0]!.x + 60} y={placed[0]!.y + 46}>
        {`${t('seepage')}${control === null ? '' : `（${t('line')} ${numberText(control, 1)} m）`}`}
      </text>
    </g>
  );
}
