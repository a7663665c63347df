import type { DangerBoard } from '@anlan/systems/prevention';
import { useWords } from '../language/index.tsx';
import { Card, Empty, numberText, Scroll } from '../parts/index.ts';
import { BAR, flowOf, type FlowBand, type FlowColumn } from './flow.ts';
import styles from './FlowCard.module.css';
import { WORDS } from './words.ts';

/** 三清三进 as a flow from list to list. */
export function FlowCard({ board }: { readonly board: DangerBoard }) {
  const t = useWords(WORDS);
  const total = board.flow.reduce((sum, tier) => sum + tier.fresh, 0);
  return (
    <Card title={t('flow')} note={t('flowNote')} className={styles.card}>
      {total === 0 ? <Empty title={t('flowNone')} /> : <FlowDrawn board={board} />}
      <ul className={styles.key}>
        <li data-kind="fresh">{t('keyFresh')}</li>
        <li data-kind="carried">{t('keyCarried')}</li>
        <li data-kind="cleared">{t('keyCleared')}</li>
        <li data-kind="open">{t('keyOpen')}</li>
      </ul>
    </Card>
  );
}

function FlowDrawn({ board }: { readonly board: DangerBoard }) {
  const t = useWords(WORDS);
  const flow = flowOf(board.flow);
  const spoken = board.flow
    .map((tier) => {
      const parts = [t(tier.tier), t('fresh', { n: tier.fresh }), t(`clear_${tier.tier}`, { n: tier.cleared })];
      if (tier.tier !== 'quarter') parts.push(t(`move_${tier.tier}`, { n: tier.moved }));
      return [...parts, t('stays', { n: tier.open })].join(' ');
    })
    .join('；');
  return (
    <Scroll className={styles.scroll}>
      <svg viewBox={`0 0 ${flow.width} ${flow.height}`} role="img" aria-label={spoken}>
        {flow.columns.map((column) => (
          <Column
            key={column.tier}
            column={column}
            fresh={board.flow.find((one) => one.tier === column.tier)?.fresh ?? 0}
          />
        ))}
      </svg>
    </Scroll>
  );
}

function Column({ column, fresh }: { readonly column: FlowColumn; readonly fresh: number }) {
  const t = useWords(WORDS);
  const { x, top, carried } = column;
  return (
    <g>
      <text x={x} y={18} className={styles.name}>
        {t(column.tier)}
      </text>
      <text x={x} y={37} className={styles.note}>
        {t('inAll', { n: numberText(column.total) })}
      </text>
      {column.bands.map((band) => (
        <Band key={band.kind} band={band} tier={column.tier} />
      ))}
      <rect x={x} y={top} width={BAR} height={carried} className={styles.carried} />
      <rect x={x} y={top + carried} width={BAR} height={column.fresh} className={styles.fresh} />
      {column.total === 0 ? <rect x={x} y={top} width={BAR} height={2} className={styles.none} /> : null}
      {fresh === 0 ? null : (
        <text x={x - 7} y={top + carried + column.fresh / 2 + 4} textAnchor="end" className={styles.note}>
          {t('fresh', { n: numberText(fresh) })}
        </text>
      )}
    </g>
  );
}

function Band({ band, tier }: { readonly band: FlowBand; readonly tier: FlowColumn['tier'] }) {
  const t = useWords(WORDS);
  const n = numberText(band.count);
  const words = { moved: t(`move_${tier}`, { n }), cleared: t(`clear_${tier}`, { n }), open: t('stays', { n }) };
  return (
    <>
      <path d={band.path} className={styles[`${band.kind}Band`]} />
      <text
        x={band.at[0]}
        y={band.at[1]}
        textAnchor={band.kind === 'moved' ? 'middle' : 'start'}
        className={styles[`${band.kind}Word`]}
      >
        {words[band.kind]}
      </text>
    </>
  );
}
