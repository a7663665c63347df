import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import styles from './Hazchem.module.css';
import type { SourcePoint, TankSafety } from './shapes.ts';
import { WORDS } from './words.ts';

const TOP = 40;
const BOTTOM = 260;
const LIMITS = ['HH', 'H', 'L', 'LL'] as const;

const round = new Set(['pressure-tank', 'refrigerated-tank']);
const at = (level: number): number => BOTTOM - ((BOTTOM - TOP) * Math.min(100, Math.max(0, level))) / 100;

/** The tank drawn: contents against its four limits, temperature, pressure, gas, fire, and the shut-off valve. */
export function TankPicture({ tank }: { readonly tank: TankSafety }) {
  const t = useWords(WORDS);
  const own = (kind: string): SourcePoint | undefined =>
    tank.points.find((point) => point.kind === kind && point.tank === tank.id);
  const level = own('level');
  const value = level?.value ?? null;
  const beyond =
    value !== null && value >= (level?.limits['HH'] ?? Infinity)
      ? 'red'
      : value !== null && value >= (level?.limits['H'] ?? Infinity)
        ? 'orange'
        : undefined;
  const shell = round.has(tank.storage) ? 100 : 12;
  const label =
    level === undefined ? `${tank.name}：${t('noLevel')}` : t('picture', { name: tank.name, level: numberText(value) });
  return (
    <svg viewBox="0 0 560 330" className={styles.picture} role="img" aria-label={label} data-testid="tank-picture">
      <defs>
        <clipPath id="shell">
          <rect x="120" y={TOP} width="220" height={BOTTOM - TOP} rx={shell} />
        </clipPath>
      </defs>
      <rect x="120" y={TOP} width="220" height={BOTTOM - TOP} rx={shell} className={styles.shell} />
      {value === null ? null : (
        <rect
          x="120"
          y={at(value)}
          width="220"
          height={BOTTOM - at(value)}
          clipPath="url(#shell)"
          className={styles.liquid}
          data-level={beyond}
        />
      )}
      {LIMITS.map((key) => {
        const limit = level?.limits[key];
        return limit === undefined ? null : (
          <g key={key} className={styles.limit}>
            <path d={`M108 ${at(limit)}H352`} />
            <text x="100" y={at(limit) + 4} textAnchor="end">
              {key} {numberText(limit)}
            </text>
          </g>
        );
      })}
      <text x="230" y={(TOP + BOTTOM) / 2} className={styles.reading}>
        {value === null ? '—' : `${numberText(value)} %`}
      </text>
      <path d="M150 260V292M310 260V292M130 292H330" className={styles.legs} />
      <Valve state={own('shut-off')} />
      <Readings tank={tank} own={own} />
    </svg>
  );
}

/** The shut-off valve in the outlet: open, closed, or not connected. */
function Valve({ state }: { readonly state: SourcePoint | undefined }) {
  const t = useWords(WORDS);
  const closed = state?.value === 1;
  const word =
    state === undefined || state.value === null ? t('valveNone') : closed ? t('valveClosed') : t('valveOpen');
  return (
    <g
      className={styles.valve}
      data-state={state?.value == null ? 'none' : closed ? 'closed' : 'open'}
      data-testid="valve"
    >
      <path d="M340 240H384M420 240H468" className={styles.pipe} />
      <path d="M384 226L420 254V226L384 254Z" />
      <text x="402" y="276" textAnchor="middle">
        {t('valve')} {word}
      </text>
    </g>
  );
}

function Readings({
  tank,
  own,
}: {
  readonly tank: TankSafety;
  readonly own: (kind: string) => SourcePoint | undefined;
}) {
  const t = useWords(WORDS);
  const gases = tank.points
    .filter(({ kind }) => kind === 'combustible' || kind === 'toxic')
    .toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const poison = gases.filter(({ kind }) => kind === 'toxic');
  const leak = (tank.kind.startsWith('toxic') && poison.length > 0 ? poison : gases)[0];
  const rows = [
    ['T', own('temperature')],
    ['P', own('pressure')],
    [t('gas'), leak],
  ] as const;
  const fire = own('fire-alarm');
  const burning = fire?.value === 1;
  return (
    <g className={styles.readings}>
      {rows.map(([name, point], index) => (
        <text key={name} x="372" y={62 + index * 30}>
          {name} <tspan>{point === undefined ? '—' : `${numberText(point.value)} ${point.unit}`}</tspan>
        </text>
      ))}
      <text x="372" y="152" data-level={burning ? 'red' : undefined}>
        {t('fire')}{' '}
        <tspan>{fire === undefined || fire.value === null ? '—' : burning ? t('fireOn') : t('fireOff')}</tspan>
      </text>
    </g>
  );
}
