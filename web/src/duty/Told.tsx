import { useWords } from '../language/index.tsx';
import { Failed } from '../parts/index.ts';
import { stampText, timeText } from '../time/index.ts';
import styles from './Duty.module.css';
import { useTold } from './queries.ts';
import { WORDS } from './words.ts';

/** Who was told of an alarm or case: when, by which channel, why them, and whether it arrived. */
export function Told({ subject }: { readonly subject: string }) {
  const t = useWords(WORDS);
  const told = useTold(subject);
  return (
    <section className={styles.told} aria-label={t('told')} data-testid="told">
      <h3>{t('told')}</h3>
      {told.isError && told.data === undefined ? <Failed error={told.error} retry={() => void told.refetch()} /> : null}
      {told.data?.length === 0 ? <p className={styles.quiet}>{t('toldNone')}</p> : null}
      <ul>
        {told.data?.map((message) => (
          <li key={message.id} data-channel={message.channel} data-state={message.state}>
            <time title={stampText(message.at)}>{timeText(message.at)}</time>
            <span>
              {message.personName}
              <small>
                {message.why} · {t(message.channel)}
                {message.attempts > 1 ? ` · ${t('attempts', { n: message.attempts })}` : ''}
                {message.error === null ? '' : ` · ${message.error}`}
              </small>
            </span>
            <span className={message.state === 'failed' ? styles.bad : ''}>
              {t(message.state)}
              <small>{message.readAt === null ? '' : timeText(message.readAt)}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
