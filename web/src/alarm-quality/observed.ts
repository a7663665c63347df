import type { QualityReport } from '@anlan/kernel/alarm-quality';
import { useLanguage, useWords } from '../language/index.tsx';
import { spanText, stampText } from '../time/index.ts';
import { WORDS } from './words.ts';

const HOUR = 3_600_000;
type Observed = Pick<QualityReport, 'observedFrom' | 'judgeHours' | 'to'>;

/** Was it observed for long enough that a figure may be called good or bad? */
export const isJudged = ({ observedFrom, judgeHours, to }: Observed): boolean =>
  observedFrom !== null && to - observedFrom >= judgeHours * HOUR;

/** Since when and for how long the figures were observed at `now`, and that they are not judged where that is too short. */
export function useObservedText(): (observed: Observed, now: number) => string {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (observed, now) => {
    const { observedFrom, judgeHours, to } = observed;
    if (observedFrom === null) return t('neverObserved');
    const span = Math.max(0, Math.min(to, now) - observedFrom);
    const since = t('observedSince', {
      at: stampText(observedFrom).slice(0, 16),
      span: spanText(Math.floor(span / 60_000) * 60_000, language),
    });
    return isJudged(observed) ? since : t('notJudged', { since, n: judgeHours });
  };
}
