import { creditRecordSchema } from '@anlan/kernel/case';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../api/index.ts';
import { caseHref } from '../case/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, numberText } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { momentText, useNow } from '../time/index.ts';
import styles from './EnterprisePage.module.css';
import { WORDS } from './words.ts';

const SHOWN = 6;

/** What the enterprise's credit record holds: points taken off, by which rule, and the case each comes from. */
export function Credit({ enterprise }: { readonly enterprise: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const keep = useKeepScope();
  const now = useNow(60_000);
  const { data } = useQuery({
    queryKey: ['enterprise', enterprise, 'credit'],
    retry: false,
    queryFn: ({ signal }) => api.get(`/enterprises/${enterprise}/credit`, creditRecordSchema, signal),
  });
  if (data === undefined) return null;
  const note = t('creditNote', { n: data.year.events, points: numberText(data.year.points) });
  return (
    <Card title={t('credit')} note={note} flush>
      {data.events.length === 0 ? <Empty title={t('noCredit')} /> : null}
      <ul className={styles.rows} data-testid="credit">
        {data.events.slice(0, SHOWN).map((event) => (
          <li key={`${event.case.id} ${event.label}`}>
            <Link to={keep(caseHref(event.case.id))} title={event.case.title}>
              {language === 'zh' ? event.because : label(event)} · {event.case.number}
            </Link>
            <span>
              {momentText(event.at, now, language)} <b>−{numberText(event.points)}</b>
            </span>
          </li>
        ))}
      </ul>
      {data.total.events > SHOWN ? (
        <small>{t('creditMore', { n: data.total.events, points: numberText(data.total.points) })}</small>
      ) : null}
    </Card>
  );
}
