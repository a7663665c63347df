import { readCode, readPin } from '@anlan/kernel/receipt';
import { useEffect, useEffectEvent, useState } from 'react';
import { useLocation } from 'react-router';
import { useWords } from '../language/index.tsx';
import { RefusalNote } from '../parts/index.ts';
import { useTitle } from '../shell/index.ts';
import { takeReceipt } from './handed.ts';
import { ProgressView } from './ProgressView.tsx';
import { useProgress, type Progress, type ReceiptOf } from './queries.ts';
import styles from './Report.module.css';
import { WORDS } from './words.ts';

/** What became of a report, by its receipt; a scanned code stands behind the `#`, which no server is sent. */
export function PublicProgressPage() {
  const t = useWords(WORDS);
  useTitle(t('progressTitle'));
  const { hash } = useLocation();
  const [receipt, setReceipt] = useState<ReceiptOf>({ code: readCode(hash.slice(1)) ?? '', pin: '' });
  const [shown, setShown] = useState<Progress | undefined>(undefined);
  const [wrong, setWrong] = useState<'codeWrong' | 'pinWrong' | undefined>(undefined);
  const look = useProgress();
  const ask = (wanted: ReceiptOf) => {
    const code = readCode(wanted.code);
    const pin = readPin(wanted.pin);
    setWrong(code === undefined ? 'codeWrong' : pin === undefined ? 'pinWrong' : undefined);
    if (code === undefined || pin === undefined) return;
    setReceipt({ code, pin });
    look.mutate({ code, pin }, { onSuccess: setShown });
  };
  const begin = useEffectEvent(() => {
    const handed = takeReceipt();
    if (handed !== undefined) ask(handed);
  });
  useEffect(() => begin(), []);
  if (shown !== undefined)
    return (
      <ProgressView
        progress={shown}
        receipt={receipt}
        changed={setShown}
        another={() => {
          setShown(undefined);
          setReceipt({ code: '', pin: '' });
        }}
      />
    );
  return (
    <form
      className={`${styles.form} ${styles.ask}`}
      style={{ alignContent: 'start' }}
      onSubmit={(event) => {
        event.preventDefault();
        ask(receipt);
      }}
    >
      <header className={styles.title}>
        <h1>{t('progressTitle')}</h1>
        <p>{t('progressAsk')}</p>
      </header>
      <label>
        {t('code')}
        <input
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={16}
          placeholder="QH7K2-39MDP"
          value={receipt.code}
          onChange={(event) => setReceipt({ ...receipt, code: event.target.value })}
        />
      </label>
      <label>
        {t('pin')}
        <input
          autoComplete="off"
          inputMode="numeric"
          maxLength={8}
          placeholder="406 182"
          value={receipt.pin}
          onChange={(event) => setReceipt({ ...receipt, pin: event.target.value })}
        />
      </label>
      {wrong === undefined ? null : (
        <p className={styles.missing} role="alert">
          {t(wrong)}
        </p>
      )}
      {look.isError && wrong === undefined ? <RefusalNote error={look.error} kept={false} /> : null}
      <button type="submit" className={styles.primary} disabled={look.isPending}>
        {t('show')}
      </button>
    </form>
  );
}
