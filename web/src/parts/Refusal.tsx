import { CircleAlert } from 'lucide-react';
import type { Problem } from '@anlan/kernel/refusal';
import { Refused, Unreachable } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import styles from './Refusal.module.css';
import { WORDS } from './words.ts';

interface RefusalNoteProps {
  /** The caught error or the problem itself; anything else shows nothing. */
  readonly error: unknown;
  /** Say that the input is kept (default true). */
  readonly kept?: boolean;
}

export function problemOf(error: unknown): Pick<Problem, 'zh' | 'en' | 'code' | 'field'> | undefined {
  if (error instanceof Refused) return error.problem;
  if (error instanceof Unreachable) return { zh: WORDS.unreachable[0], en: WORDS.unreachable[1], code: 'internal' };
  if (error instanceof Error)
    return {
      zh: `${WORDS.mismatch[0]}：${error.message}`,
      en: `${WORDS.mismatch[1]}: ${error.message}`,
      code: 'internal',
    };
  return undefined;
}

/** A refusal in its place: which rule, and what happens to the input. */
export function RefusalNote({ error, kept = true }: RefusalNoteProps) {
  const { language } = useLanguage();
  const t = useWords(WORDS);
  const problem = problemOf(error);
  if (problem === undefined) return null;
  return (
    <div className={styles.refusal} role="alert">
      <CircleAlert size={16} strokeWidth={1.7} aria-hidden />
      <div>
        <b>{problem[language]}</b>
        {kept ? <span>{t('kept')}</span> : null}
      </div>
    </div>
  );
}
