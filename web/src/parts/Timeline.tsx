import type { ReactNode } from 'react';
import { useLanguage } from '../language/index.tsx';
import { momentText, stampText, useNow } from '../time/index.ts';
import styles from './Timeline.module.css';

export interface TimelineEntry {
  readonly key: string | number;
  /** Epoch ms. */
  readonly at: number;
  readonly by?: ReactNode;
  readonly text: ReactNode;
  readonly icon?: ReactNode;
}

/** Time, actor, fact; append only, newest first as given. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const now = useNow(60_000);
  const { language } = useLanguage();
  return (
    <ol className={styles.timeline}>
      {entries.map((entry) => (
        <li key={entry.key}>
          <time dateTime={new Date(entry.at).toISOString()} title={stampText(entry.at)}>
            {momentText(entry.at, now, language)}
          </time>
          <i aria-hidden>{entry.icon}</i>
          <div>
            {entry.by === undefined ? null : <small>{entry.by}</small>}
            <span>{entry.text}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}
