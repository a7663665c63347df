import { Link } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, StatusWord } from '../parts/index.ts';
import { entityByPlural, Value } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import styles from './EnterprisePage.module.css';
import { useOwned } from './owned.ts';
import { isOver } from './papers.ts';
import { WORDS } from './words.ts';

const SHOWN = 12;

/** Who answers for safety here, each with certificates and the day they run out. */
export function People({ enterprise }: { readonly enterprise: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const now = useNow(60_000);
  const workers = useOwned('workers', enterprise, 200);
  const certificates = useOwned('certificates', enterprise, 200);
  const fields = entityByPlural('workers')?.fields ?? {};
  const post = fields['post'];
  if (workers === undefined || workers.rows.length === 0 || post === undefined) return null;
  const order = post.kind === 'choice' ? post.options.map(({ value }) => value) : [];
  const people = workers.rows.toSorted((a, b) => order.indexOf(String(a['post'])) - order.indexOf(String(b['post'])));
  return (
    <Card
      title={t('people')}
      note={t('peopleNote', { n: workers.total, c: certificates?.total ?? 0 })}
      extra={<Link to={keep(`/registry/workers?enterprise=${enterprise}`)}>{t('all', { n: workers.total })}</Link>}
      flush
    >
      <table className={styles.table} aria-label={t('people')}>
        <tbody>
          {people.slice(0, SHOWN).map((person) => {
            const own = certificates?.rows.filter((row) => row['worker'] === person.id) ?? [];
            return (
              <tr key={person.id}>
                <td>
                  <Link to={keep(`/registry/workers?open=${person.id}`)}>{person.name}</Link>
                </td>
                <td>
                  <Value field={post} value={person['post']} inTable />
                </td>
                <td title={String(person['duty'] ?? '')}>{String(person['duty'] ?? '—')}</td>
                <td>
                  {own.length === 0 ? <span className={styles.missing}>{t('noCertificate')}</span> : null}
                  {own.map((row) => {
                    const until = String(row['validUntil'] ?? '');
                    const late = isOver(until, now);
                    return (
                      <Link key={row.id} to={keep(`/registry/certificates?open=${row.id}`)} title={row.name}>
                        <StatusWord state={late ? 'late' : 'done'}>
                          {late ? `${t('expired')} ${until}` : until}
                        </StatusWord>
                      </Link>
                    );
                  })}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <span className="visually-hidden">{label(post)}</span>
    </Card>
  );
}
