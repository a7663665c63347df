import { dominoOf, type Outlook, type Setup } from '@anlan/kernel/workbench';
import { useMemo } from 'react';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { metresText, significant } from './text.ts';
import { useNeighbours } from './use-risk.ts';
import { MarkWord } from './WorkingCard.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

const SHOWN = 40;

/** Which units the heat or blast of this setup may break in turn. */
export function DominoPanel({ setup, outlook }: { readonly setup: Setup; readonly outlook: Outlook }) {
  const t = useWords(WORDS);
  const units = useNeighbours(setup, true).data?.units;
  const screen = useMemo(() => dominoOf(setup, outlook, units ?? []), [setup, outlook, units]);
  if (screen === null) return <p className={styles.hint}>{t('dominoNone')}</p>;
  const known = new Map((units ?? []).map((one) => [one.id, one]));
  const unit = screen.effect === 'heat' ? 'kW/m²' : 'kPa';
  const hit = screen.rows.filter(({ escalates }) => escalates).length;
  const [source] = screen.rows.map((row) => row.source);
  return (
    <div data-testid="domino" data-units={screen.rows.length} data-escalate={hit}>
      <p className={styles.small}>
        {t('dominoNote', { hit: numberText(hit), n: numberText(screen.rows.length), reach: metresText(screen.reach) })}
      </p>
      <table className={styles.zones}>
        <thead>
          <tr>
            <th aria-label={t('level')} />
            <th>{t('unit')}</th>
            <th>{t('away')}</th>
            <th>{t('receives')}</th>
          </tr>
        </thead>
        <tbody>
          {screen.rows.slice(0, SHOWN).map(({ id, value, threshold, escalates, distance }) => (
            <tr key={id} data-testid="domino-unit" data-escalates={escalates}>
              <td>{escalates ? '⚠' : ''}</td>
              <td>
                {known.get(id)?.name}
                <small>
                  {known.get(id)?.enterprise} · {t(known.get(id)?.vessel ?? 'atmospheric vessel')}
                </small>
              </td>
              <td>{metresText(distance)}</td>
              <td>
                {significant(value, 2)} {unit}
                <small>
                  {t('threshold')} {threshold}
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.small}>
        {source ?? ''} <MarkWord mark="memory" />
      </p>
    </div>
  );
}
