import { Button } from 'antd';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useWords } from '../language/index.tsx';
import { numberText } from './number.ts';
import styles from './Pager.module.css';
import { WORDS } from './words.ts';

interface PagerProps {
  /** From 1. */
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly go: (page: number) => void;
}

/** Foot of a table in pages: which rows these are, and the way to the others; nothing when all are shown. */
export function Pager({ page, size, total, go }: PagerProps) {
  const t = useWords(WORDS);
  const first = (page - 1) * size;
  if (page === 1 && total <= size) return null;
  const to = Math.min(first + size, total);
  return (
    <nav className={styles.pager} aria-label={t('pages')}>
      <span>{t('range', { from: numberText(first + 1), to: numberText(to), total: numberText(total) })}</span>
      <Button
        type="text"
        aria-label={t('previousPage')}
        disabled={page <= 1}
        onClick={() => go(page - 1)}
        icon={<ChevronLeft size={16} aria-hidden />}
      />
      <Button
        type="text"
        aria-label={t('nextPage')}
        disabled={to >= total}
        onClick={() => go(page + 1)}
        icon={<ChevronRight size={16} aria-hidden />}
      />
    </nav>
  );
}
