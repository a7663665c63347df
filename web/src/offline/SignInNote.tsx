import { Button } from 'antd';
import { useWords } from '../language/index.tsx';
import { backUp } from './backup.ts';
import { holder } from './account.ts';
import styles from './Offline.module.css';
import { useQueue } from './use-offline.ts';
import { WORDS } from './words.ts';

/** On the sign-in page: what this device holds for whom, and what to do when the account was closed. */
export function SignInNote() {
  const t = useWords(WORDS);
  const { waiting, others } = useQueue();
  const name = holder()?.name;
  if (waiting.length === 0 && others.size === 0) return null;
  return (
    <section className={styles.card} role="status" aria-label={t('queue')}>
      {waiting.length === 0 || name === undefined ? null : (
        <>
          <p>
            <b>{t('others', { name, n: waiting.length })}</b>
          </p>
          <small>{t('signInAgain')}</small>
          <Button onClick={() => void backUp(t('queue'))}>{t('backup')}</Button>
        </>
      )}
      {[...others].map(([other, n]) => (
        <small key={other}>{t('others', { name: other, n })}</small>
      ))}
    </section>
  );
}
