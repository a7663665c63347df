import { Check } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../language/index.tsx';
import { useTitle } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { handReceipt } from './handed.ts';
import type { Received } from './queries.ts';
import styles from './Report.module.css';
import { copyText, savePicture } from './take-away.ts';
import { WORDS } from './words.ts';

/** The PIN in two groups, as it is read aloud. */
export function spaced(pin: string): string {
  return `${pin.slice(0, 3)} ${pin.slice(3)}`;
}

/** The receipt: shown once, kept by nobody but the reporter. */
export function ReceiptCard({ received }: { readonly received: Received }) {
  const t = useWords(WORDS);
  useTitle(t('got'));
  const navigate = useNavigate();
  const [copied, setCopied] = useState<boolean | undefined>(undefined);
  const { code, pin } = received;
  const url = `${window.location.origin}/public/progress`;
  const facts = [
    { label: t('nextAccept'), value: received.acceptBy === null ? '' : t('before', { day: dayOf(received.acceptBy) }) },
    { label: t('nextCheck'), value: t('nextCheckBy', { n: received.checkDays }) },
    { label: t('nextAnswer'), value: t('byCode') },
  ];
  const on = () => {
    handReceipt({ code, pin });
    void navigate('/public/progress');
  };
  return (
    <div className={styles.form}>
      <div className={styles.thanks}>
        <span>
          <Check size={34} strokeWidth={2} aria-hidden />
        </span>
        <h1>{t('thanks')}</h1>
        <p>{t('gotBy', { at: stampText(received.at), authority: received.authority })}</p>
      </div>
      <section className={styles.ticket} aria-label={t('code')}>
        <small>{t('code')}</small>
        <strong data-testid="code">{code}</strong>
        <small>{t('pin')}</small>
        <em data-testid="pin">{spaced(pin)}</em>
        <hr />
        <div>
          <img src={`data:image/svg+xml;utf8,${encodeURIComponent(received.qr)}`} alt={t('code')} />
          <p>
            <b>{t('keepNow')}</b>
            {t('keepNote')}
            <br />
            {t('traceless')}
          </p>
        </div>
      </section>
      <div className={styles.pair}>
        <button type="button" onClick={() => savePicture({ title: t('code'), code, pin: spaced(pin), url })}>
          {t('save')}
        </button>
        <button type="button" onClick={() => void copyText(t('copyText', { code, pin, url })).then(setCopied)}>
          {copied === undefined ? t('copy') : t(copied ? 'copied' : 'copyFailed')}
        </button>
      </div>
      <section className={styles.plain}>
        <h2>{t('next')}</h2>
        <dl>
          {facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <footer className={styles.foot}>
        <button type="button" className={styles.primary} onClick={on}>
          {t('toProgress')}
        </button>
      </footer>
    </div>
  );
}

/** `03-20` of an instant. */
export function dayOf(at: number): string {
  return stampText(at).slice(5, 10);
}
