import { X } from 'lucide-react';
import { useState } from 'react';
import { useLabel, useWords } from '../language/index.tsx';
import { Failed, Loading, numberText, RiskMark } from '../parts/index.ts';
import styles from './Ask.module.css';
import { useViewList, type LayerRow } from './facts.ts';
import { type Level, LEVELS } from './palette.ts';
import type { View } from './stage.ts';
import { ASK_WORDS } from './words-ask.ts';

const PAGE = 50;

interface ViewListProps {
  readonly view: View | null;
  readonly layers: readonly LayerRow[];
  readonly onOpen: (object: string) => void;
  readonly onClose: () => void;
}

/** The map in words: every thing in view, layer by layer, to be read and opened without seeing the map. */
export function ViewList({ view, layers, onOpen, onClose }: ViewListProps) {
  const t = useWords(ASK_WORDS);
  const label = useLabel();
  const [offset, setOffset] = useState(0);
  const { data, isError, error } = useViewList(
    view?.bounds ?? null,
    layers.map(({ key }) => key),
    offset,
  );
  const names = new Map(layers.map((layer) => [layer.key, label(layer)]));
  return (
    <aside className={styles.list} data-testid="view-list" aria-label={t('list')}>
      <header>
        <div>
          <b>{t('list')}</b>
          <button type="button" onClick={onClose} aria-label={t('close')}>
            <X size={15} aria-hidden />
          </button>
        </div>
        <p>
          {data === undefined
            ? t('listNote')
            : data.layers.map(({ key, count }) => `${names.get(key) ?? key} ${numberText(count)}`).join(' · ')}
        </p>
      </header>
      <div className={styles.body}>
        {isError ? <Failed error={error} /> : data === undefined ? <Loading rows={6} /> : null}
        <table>
          <tbody>
            {(data?.rows ?? []).map((row) => (
              <tr key={`${row.layer}${row.id}`}>
                <td>
                  <button type="button" onClick={() => onOpen(`${row.kind}:${row.id}`)}>
                    {LEVELS.includes(row.level as Level) ? <RiskMark level={row.level as Level} size={11} /> : null}
                    {row.name}
                  </button>
                </td>
                <td>{names.get(row.layer)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {data === undefined ? null : (
          <footer className={styles.foot}>
            <button type="button" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>
              {t('previous')}
            </button>
            <span>
              {t('page', {
                from: numberText(data.total === 0 ? 0 : Math.min(offset + 1, data.total)),
                to: numberText(Math.min(data.total, offset + PAGE)),
                all: numberText(data.total),
              })}
            </span>
            <button type="button" disabled={offset + PAGE >= data.total} onClick={() => setOffset(offset + PAGE)}>
              {t('next')}
            </button>
          </footer>
        )}
      </div>
    </aside>
  );
}
