import { writeDaySpan } from '@anlan/kernel/registry';
import { Link } from 'react-router';
import { query, type RegistryRecord } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, DeadlinePie, Empty } from '../parts/index.ts';
import { entityByPlural } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import styles from './EnterprisePage.module.css';
import { useOwned } from './owned.ts';
import { endOfDay, isOver, papersBetween } from './papers.ts';
import { WORDS } from './words.ts';

const YEAR = 365 * 86_400_000;
const SHOWN = 6;

interface Paper {
  readonly key: string;
  readonly name: string;
  readonly until: string;
  readonly href: string;
}

/** Licence, insurance and certificates: those that have run out, and apart from them those that do within a year. */
export function Papers({ record }: { readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const now = useNow(60_000);
  const { expired, ending } = papersBetween(now);
  const fields = entityByPlural('enterprises')?.fields ?? {};
  const own = ['licenceUntil', 'insuranceUntil'].flatMap((key) => {
    const field = fields[key];
    const until = record[key];
    return field === undefined || typeof until !== 'string' || endOfDay(until) >= now + YEAR
      ? []
      : [{ key, name: label(field), until, href: keep(`/registry/enterprises?open=${record.id}`) }];
  });
  const over = useCertificates(record.id, writeDaySpan(expired));
  const soon = useCertificates(record.id, writeDaySpan(ending));
  const ownOver = own.filter(({ until }) => isOver(until, now));
  const ownSoon = own.filter(({ until }) => !isOver(until, now));
  const nothing = own.length + over.total + soon.total === 0;
  return (
    <Card title={t('due')} flush>
      {nothing ? <Empty title={t('nothingDue')} /> : null}
      <Part
        title={t('dueOver', { n: ownOver.length + over.total })}
        papers={[...ownOver, ...over.papers]}
        more={over}
      />
      <Part
        title={t('dueSoon', { n: ownSoon.length + soon.total })}
        papers={[...ownSoon, ...soon.papers]}
        more={soon}
      />
    </Card>
  );
}

/** Certificates of an enterprise that run out in a span, the first of them with the number of all and the list of all. */
function useCertificates(enterprise: string, days: string) {
  const keep = useKeepScope();
  const page = useOwned('certificates', enterprise, SHOWN, { days, sort: 'validUntil' });
  return {
    total: page?.total ?? 0,
    href: keep(`/registry/certificates${query({ enterprise, days })}`),
    papers: (page?.rows ?? []).map((row): Paper => ({
      key: row.id,
      name: `${row.name} · ${row.labels?.['worker'] ?? ''}`,
      until: String(row['validUntil'] ?? ''),
      href: keep(`/registry/certificates?open=${row.id}`),
    })),
  };
}

interface PartProps {
  readonly title: string;
  readonly papers: readonly Paper[];
  readonly more: { readonly total: number; readonly href: string };
}

function Part({ title, papers, more }: PartProps) {
  const t = useWords(WORDS);
  if (papers.length === 0) return null;
  return (
    <>
      <p className={styles.part}>
        {title}
        {more.total === 0 ? null : <Link to={more.href}>{t('dueCertificates', { n: more.total })}</Link>}
      </p>
      <ul className={styles.rows}>
        {papers.slice(0, SHOWN).map((paper) => (
          <li key={paper.key}>
            <Link to={paper.href} title={paper.name}>
              {paper.name}
            </Link>
            <DeadlinePie dueAt={endOfDay(paper.until)} since={endOfDay(paper.until) - YEAR} />
          </li>
        ))}
      </ul>
    </>
  );
}
