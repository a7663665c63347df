import { ChevronRight, CloudOff, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { momentText, useNow } from '../time/index.ts';
import styles from './Offline.module.css';
import { takeNewVersion } from './start.ts';
import { useNewVersion, useOnline, useQueue } from './use-offline.ts';
import { WORDS } from './words.ts';

/** Offline is no danger: ink, what still works, how old the data are, how many wait. */
export function OfflineBanner() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { waiting, prepared, ready } = useQueue();
  const now = useNow(60_000);
  const age = prepared === undefined ? t('neverPrepared') : t('asOf', { time: momentText(prepared.at, now, language) });
  return (
    <div className={styles.banner} role="status" data-noprint>
      <CloudOff size={18} strokeWidth={1.75} aria-hidden />
      <span>
        <b>{t('offline')}</b> <em>· {t('offlineNote')}</em>
        {ready ? <small>{age}</small> : null}
      </span>
      <Link to="/offline">
        {t('waitingN', { n: waiting.length })}
        <ChevronRight size={16} aria-hidden />
      </Link>
    </div>
  );
}

/** For three seconds after the signal came back; then only a new version has something to say. */
export function VersionBanner() {
  const t = useWords(WORDS);
  const fresh = useNewVersion();
  const online = useOnline();
  const { waiting } = useQueue();
  const [back, setBack] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      setBack(true);
      timer = setTimeout(() => setBack(false), 3000);
    };
    window.addEventListener('online', show);
    return () => (window.removeEventListener('online', show), clearTimeout(timer));
  }, []);
  if (fresh)
    return (
      <div className={styles.banner} role="status" data-noprint>
        <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
        <span>{t('newVersion')}</span>
        <button type="button" onClick={takeNewVersion}>
          {t('takeVersion')}
        </button>
      </div>
    );
  if (!back || !online || waiting.length === 0) return null;
  return (
    <div className={styles.banner} role="status" data-noprint>
      <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
      <span>{t('uploading', { n: waiting.length })}</span>
    </div>
  );
}

/** Inside a task: a grey chip. */
export function OfflineChip() {
  const t = useWords(WORDS);
  if (useOnline()) return null;
  return (
    <span className={styles.chip} role="status">
      <CloudOff size={16} strokeWidth={1.75} aria-hidden />
      {t('offline')}
    </span>
  );
}
