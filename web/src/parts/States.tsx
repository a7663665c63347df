import { Button, Skeleton } from 'antd';
import { CheckCheck, Lock, RotateCw, TriangleAlert, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { Mismatch, Refused, Unreachable } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import styles from './States.module.css';
import { WORDS } from './words.ts';

interface StateProps {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly note?: ReactNode;
  /** The next step, a link or a button. */
  readonly action?: ReactNode;
}

function Plate({ icon, title, note, action, role }: StateProps & { readonly role?: 'status' | 'alert' }) {
  return (
    <div className={styles.plate} role={role}>
      <span className={styles.icon}>{icon}</span>
      <b>{title}</b>
      {note === undefined ? null : <span>{note}</span>}
      {action}
    </div>
  );
}

/** Nothing here, and that is fine: says what comes next. */
export function Empty({ icon = <CheckCheck size={20} strokeWidth={1.6} />, ...rest }: StateProps) {
  return <Plate icon={icon} {...rest} role="status" />;
}

/** Waiting: nothing for 200 ms, then a skeleton, after a second what is being fetched. */
export function Loading({ rows = 4, what }: { readonly rows?: number; readonly what?: string }) {
  const t = useWords(WORDS);
  const [waited, setWaited] = useState(0);
  useEffect(() => {
    const first = setTimeout(() => setWaited(0.2), 200);
    const timer = setInterval(() => setWaited((before) => Math.floor(before) + 1), 1000);
    return () => (clearTimeout(first), clearInterval(timer));
  }, []);
  if (waited === 0) return <div className={styles.quiet} aria-busy />;
  return (
    <div className={styles.loading} aria-busy role="status">
      <Skeleton active title={false} paragraph={{ rows }} />
      {waited < 1 ? null : (
        <span>
          {what ?? t('loading')} · {t('loadingSince', { seconds: waited })}
        </span>
      )}
    </div>
  );
}

/** What failed, whether anything is lost, and the next step; picks its words from the error. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: (() => void) | undefined }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  if (error instanceof Refused && error.problem.status === 403) return <NoPermission title={error.problem[language]} />;
  const again =
    retry === undefined ? undefined : (
      <Button type="link" size="small" onClick={retry}>
        {t('retry')}
      </Button>
    );
  if (error instanceof Unreachable)
    return <Offline title={t('unreachable')} note={t('unreachableNote')} action={again} />;
  if (error instanceof Refused) {
    return (
      <Plate
        role="alert"
        icon={<RotateCw size={20} strokeWidth={1.6} />}
        title={error.problem[language]}
        note={error.problem.code}
        action={again}
      />
    );
  }
  const note = error instanceof Mismatch ? error.message : t('failedNote');
  const title = error instanceof Mismatch ? t('mismatch') : t('failed');
  return (
    <Plate role="alert" icon={<TriangleAlert size={20} strokeWidth={1.6} />} title={title} note={note} action={again} />
  );
}

export function Offline({ icon = <WifiOff size={20} strokeWidth={1.6} />, ...rest }: Partial<StateProps>) {
  const t = useWords(WORDS);
  return <Plate role="status" icon={icon} title={t('offline')} {...rest} />;
}

export function NoPermission({ icon = <Lock size={20} strokeWidth={1.6} />, ...rest }: Partial<StateProps>) {
  const t = useWords(WORDS);
  return <Plate role="status" icon={icon} title={t('denied')} {...rest} />;
}
