import { useLanguage } from '../language/index.tsx';
import { clockText, useNow } from '../time/index.ts';
import styles from './TopBar.module.css';

export function Clock() {
  const now = useNow();
  const { language } = useLanguage();
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString()}>
      {clockText(now, language)}
    </time>
  );
}
