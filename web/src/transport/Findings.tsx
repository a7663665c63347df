import { useWords } from '../language/index.tsx';
import type { Finding } from '@anlan/systems/monitoring/hazchem-transport';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

/** What the check found, each with its clause; a blocking one says so. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const t = useWords(WORDS);
  if (findings.length === 0) return <p data-testid="in-order">{t('inOrder')}</p>;
  return (
    <ul className={styles.findings} data-testid="findings">
      {findings.map((one) => (
        <li key={one.check} data-check={one.check} data-blocking={one.blocking}>
          <b>
            {one.blocking ? t('blocked') : t('warned')} · {one.label}
          </b>
          ：{one.text}
          <small>{one.clause}</small>
        </li>
      ))}
    </ul>
  );
}
