import type { Suggestion } from '@anlan/kernel/catalogue';
import { Button } from 'antd';
import { useDeferredValue } from 'react';
import { useWords } from '../language/index.tsx';
import { RiskTag } from '../parts/index.ts';
import { useSuggestions } from './rule-queries.ts';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';

interface SuggestionsProps {
  /** What has been typed so far. */
  readonly text: string;
  readonly enterprise: string | null;
  /** The criterion that was chosen; null = none. */
  readonly chosen: string | null;
  readonly choose: (suggestion: Suggestion | null) => void;
}

/** Criteria of major hidden dangers that resemble what is being typed: one tap takes one over. */
export function Suggestions({ text, enterprise, chosen, choose }: SuggestionsProps) {
  const t = useWords(WORDS);
  const wanted = useDeferredValue(text.trim());
  const found = useSuggestions(wanted, enterprise);
  if (chosen !== null)
    return (
      <div className={styles.suggest} role="status" data-testid="criterion-chosen">
        <div className={styles.chosen}>
          <RiskTag level="red" />
          <b>{t('suggestChosen', { code: chosen })}</b>
          <Button size="small" onClick={() => choose(null)}>
            {t('suggestDrop')}
          </Button>
        </div>
      </div>
    );
  const rows = [...wanted].length < 2 ? [] : (found.data ?? []);
  if (rows.length === 0) return null;
  return (
    <div className={styles.suggest} data-testid="criteria">
      <small>{t('suggestHint')}</small>
      <ul aria-label={t('suggestTitle')}>
        {rows.slice(0, 4).map((one) => (
          <li key={one.code}>
            <button type="button" onClick={() => choose(one)}>
              {one.title}
              <small>
                {one.list} · {one.code}
                {one.confidence === 'memory' ? ` · ${t('memory')}` : ''}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
