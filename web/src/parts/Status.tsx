import { ORIGINS, type Origin } from '@anlan/kernel/telemetry';
import type { ReactNode } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { ageText, dueWords, stampText, useNow } from '../time/index.ts';
import styles from './Status.module.css';
import { WORDS } from './words.ts';

export type WorkState = 'draft' | 'wait' | 'doing' | 'done' | 'late';

/** A state of work: glyph and word, never a risk colour. */
export function StatusWord({ state, children }: { readonly state: WorkState; readonly children: ReactNode }) {
  return <span className={`${styles.status} ${styles[state]}`}>{children}</span>;
}

/** The pie of a deadline: `spent` 0…1 of the allowed time has run out. */
export function Pie({ spent }: { readonly spent: number }) {
  const angle = Math.min(0.999, Math.max(0.02, spent)) * 2 * Math.PI;
  const [x, y] = [7 + 5 * Math.sin(angle), 7 - 5 * Math.cos(angle)];
  return (
    <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden>
      <circle cx="7" cy="7" r="6" fill="none" stroke="currentColor" strokeWidth="1.200" opacity=".45" />
      <path d={`M7 7V2A5 5 0 ${angle > Math.PI ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}z`} fill="currentColor" />
    </svg>
  );
}

interface DeadlineProps {
  /** Epoch ms. */
  readonly dueAt: number;
  /** When the time began to run (epoch ms). */
  readonly since?: number | null;
  /** Words to show instead of the computed ones. */
  readonly text?: string;
}

/** A deadline: a pie that fills as time runs out, and the words. */
export function DeadlinePie({ dueAt, since = null, text }: DeadlineProps) {
  const now = useNow();
  const { language } = useLanguage();
  const due = dueWords(dueAt, now, since, language);
  return (
    <span className={`${styles.deadline} ${styles[due.state]}`} title={stampText(dueAt)}>
      <Pie spent={due.spent} />
      {text === undefined || text === '' ? due.text : text}
    </span>
  );
}

/** Where a signal comes from: 实时接入, 真实录制, 真实录制·移植 or 模型生成. */
export function OriginTag({ origin }: { readonly origin: string }) {
  const label = useLabel();
  const known = ORIGINS[origin as Origin];
  return (
    <span className={`${styles.origin} ${origin === 'generated' ? styles.generated : ''}`}>
      {known === undefined ? origin : label(known)}
    </span>
  );
}

/** The stripes that say 演示. */
export function DemonstrationTag({ children }: { readonly children: ReactNode }) {
  return <span className={styles.demonstration}>{children}</span>;
}

interface AgeProps {
  /** Epoch ms of the value, or null when there has been none. */
  readonly at: number | null | undefined;
  /** Milliseconds after which the value counts as stale; see `staleAfter` of the kernel. */
  readonly staleAfter: number;
}

/** The age of a live value, running; grey with 已超期 when stale. */
export function Age({ at, staleAfter }: AgeProps) {
  const now = useNow();
  const { language } = useLanguage();
  const t = useWords(WORDS);
  if (at == null) return <span className={styles.stale}>{t('never')}</span>;
  const stale = now - at > staleAfter;
  return (
    <span className={stale ? styles.stale : styles.fresh} title={stampText(at)}>
      {ageText(at, now, language)}
      {stale ? ` · ${t('stale')}` : ''}
    </span>
  );
}
