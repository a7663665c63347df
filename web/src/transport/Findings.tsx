import { findingInEnglish } from '@anlan/kernel/position';
import { useLanguage, useWords } from '../language/index.tsx';
import type { Finding } from '@anlan/systems/monitoring/hazchem-transport';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

/** What the check found, each with its clause; a blocking one says so. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  if (findings.length === 0) return <p data-testid="in-order">{t('inOrder')}</p>;
  return (
    <ul className={styles.findings} data-testid="findings">
      {findings.map((one) => {
        const said = language === 'zh' ? one : findingInEnglish(one);
        return (
          <li key={one.check} data-check={one.check} data-blocking={one.blocking}>
            <b>
              {one.blocking ? t('blocked') : t('warned')} · {said.label}
            </b>
            {language === 'zh' ? '：' : ': '}
            {said.text}
            <small>{said.clause}</small>
          </li>
        );
      })}
    </ul>
  );
}
