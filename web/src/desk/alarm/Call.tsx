import type { AlarmView } from '@anlan/kernel/alarm';
import { Phone } from 'lucide-react';
import { Link } from 'react-router';
import { useWords } from '../../language/index.tsx';
import { useRecord } from '../../registry/index.tsx';
import { useKeepScope } from '../../shell/scope.ts';
import styles from './Call.module.css';
import { WORDS } from './words.ts';

/** The duty telephone of the enterprise an alarm is at, ready to be called; where none is registered, its file says so. */
export function Call({ alarm, large = false }: { readonly alarm: AlarmView; readonly large?: boolean }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const record = useRecord('enterprises', alarm.organisationId).data;
  if (record === undefined) return large ? null : <>—</>;
  const phone = record['phone'];
  const file = keep(`/enterprises/${record.id}`);
  if (typeof phone !== 'string' || phone === '')
    return (
      <Link to={file} className={large ? styles.row : styles.plain}>
        {large ? <b>{record.name}</b> : null}
        <span>{t('noDutyPhone')}</span>
      </Link>
    );
  const dial = (
    <a
      href={`tel:${phone.replaceAll(' ', '')}`}
      className={large ? styles.dial : styles.plain}
      aria-label={`${t('callDuty')} ${phone}`}
    >
      <Phone size={large ? 20 : 13} strokeWidth={1.75} aria-hidden />
      {large ? null : <span>{phone}</span>}
    </a>
  );
  if (!large) return dial;
  return (
    <div className={styles.row}>
      <Link to={file}>
        <b>{record.name}</b>
        <span>
          {t('callDuty')} {phone}
        </span>
      </Link>
      {dial}
    </div>
  );
}
