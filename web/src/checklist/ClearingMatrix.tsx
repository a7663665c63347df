import { LEVELS, type Level } from '@anlan/kernel/entity';
import { type CheckClearing, CLASSES } from '@anlan/systems/prevention';
import { Fragment } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, numberText, RiskMark } from '../parts/index.ts';
import styles from './Pages.module.css';
import { WORDS } from './words.ts';

interface MatrixProps {
  readonly cells: CheckClearing['cells'];
  readonly level: string | null;
  readonly kind: string | null;
  readonly choose: (level: string | null, kind: string | null) => void;
}

/** Colours down, the five classes across; a cell is the door to its list. */
export function Matrix({ cells, level, kind, choose }: MatrixProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const count = (row: Level | null, column: string | null) =>
    cells.filter((cell) => cell.level === row && cell.class === column).reduce((sum, cell) => sum + cell.count, 0);
  const most = Math.max(1, ...cells.map((cell) => cell.count));
  const rows: readonly (Level | null)[] = cells.some((cell) => cell.level === null) ? [...LEVELS, null] : LEVELS;
  return (
    <div className={styles.matrix} role="group" aria-label={t('matrix')}>
      <span />
      {CLASSES.map((one) => (
        <span key={one.value}>{label(one)}</span>
      ))}
      <span>{t('total')}</span>
      {rows.map((row) => (
        <Fragment key={row ?? 'none'}>
          <span className={styles.rowHead}>
            {row === null ? null : <RiskMark level={row} />}{' '}
            {row === null ? t('noLevel') : levelWord(row, 'risk', language)}
          </span>
          {CLASSES.map((one) => {
            const { value } = one;
            const n = count(row, value);
            const on = level === row && kind === value;
            return n === 0 || row === null ? (
              <i key={value}>{n === 0 ? '·' : n}</i>
            ) : (
              <button
                key={value}
                type="button"
                aria-pressed={on}
                aria-label={`${levelWord(row, 'risk', language)} · ${label(one)}：${numberText(n)}`}
                style={{
                  background: `color-mix(in srgb, var(--c-1) ${12 + Math.round((n / most) * 55)}%, var(--surface))`,
                }}
                onClick={() => (on ? choose(null, null) : choose(row, value))}
              >
                {numberText(n)}
              </button>
            );
          })}
          <b>{numberText(cells.filter((cell) => cell.level === row).reduce((sum, cell) => sum + cell.count, 0))}</b>
        </Fragment>
      ))}
    </div>
  );
}
