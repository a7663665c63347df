import type { PondState } from '@anlan/kernel/telemetry';
import { useWords } from '../language/index.tsx';
import { Card, numberText, Scroll, StatusWord } from '../parts/index.ts';
import styles from './Pond.module.css';
import { inclinometerPlot, PLOT } from './section.ts';
import { WORDS } from './words.ts';

type Borehole = PondState['boreholes'][number];

/** Displacement by depth of each borehole, survey over survey: where the dam shears shows as a bend that grows (S21). */
export function Inclinometers({ boreholes }: { readonly boreholes: readonly Borehole[] }) {
  const t = useWords(WORDS);
  if (boreholes.length === 0) return null;
  return (
    <Card title={t('inclinometers')} note={t('inclinometersNote')}>
      <Scroll>
        <div className={styles.bores}>
          {boreholes.map((borehole) => (
            <Plot key={borehole.name} borehole={borehole} />
          ))}
        </div>
      </Scroll>
    </Card>
  );
}

function Plot({ borehole }: { readonly borehole: Borehole }) {
  const t = useWords(WORDS);
  const { name, surveys, bend, rate } = borehole;
  const plot = inclinometerPlot(surveys);
  const said = [
    name,
    ...(bend === null
      ? []
      : [t('bend', { from: numberText(bend.from), to: numberText(bend.to), n: numberText(bend.perMetre, 2) })]),
    ...(rate === null ? [] : [t('boreRate', { n: numberText(rate, 2) })]),
  ];
  return (
    <figure className={styles.plot} data-testid="inclinometer">
      <figcaption>
        <b>{name}</b>{' '}
        {rate === null ? null : (
          <StatusWord state={rate >= 0.5 ? 'late' : 'done'}>{t('boreRate', { n: numberText(rate, 2) })}</StatusWord>
        )}
      </figcaption>
      <svg viewBox={`0 0 ${PLOT.width} ${PLOT.height}`} role="img" aria-label={said.join('，')}>
        {plot.depths.map(({ y, depth }) => (
          <g key={depth}>
            <path className={styles.grid} d={`M${PLOT.left} ${y}H${PLOT.right}`} />
            <text x={PLOT.left - 6} y={y + 4} textAnchor="end">
              {numberText(depth)}
            </text>
          </g>
        ))}
        {plot.ticks.map(({ x, moved }) => (
          <g key={moved}>
            <path className={styles.grid} d={`M${x} ${PLOT.top}V${PLOT.bottom}`} />
            <text x={x} y={PLOT.bottom + 16} textAnchor="middle">
              {numberText(moved, 1)}
            </text>
          </g>
        ))}
        {bend === null ? null : (
          <rect
            className={styles.shear}
            x={PLOT.left}
            width={PLOT.right - PLOT.left}
            y={plot.y(bend.from)}
            height={plot.y(bend.to) - plot.y(bend.from)}
          />
        )}
        {plot.lines.map(({ on, path }, index) => (
          <path key={on} className={styles.bent} data-old={index < plot.lines.length - 1} d={path}>
            <title>{on}</title>
          </path>
        ))}
        <text x={PLOT.right} y={PLOT.height - 2} textAnchor="end">
          {t('boreAxis')}
        </text>
      </svg>
      <p>
        {surveys.at(-1)?.on} ～ {surveys[0]?.on}
        {bend === null
          ? ''
          : ` · ${t('bend', { from: numberText(bend.from), to: numberText(bend.to), n: numberText(bend.perMetre, 2) })}`}
      </p>
    </figure>
  );
}
