import { Link } from 'react-router';
import type { RegistryRecord } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, DeadlinePie, Empty } from '../parts/index.ts';
import { entityByPlural } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import styles from './EnterprisePage.module.css';
import { useOwned } from './owned.ts';
import { WORDS } from './words.ts';

const YEAR = 365 * 86_400_000;
const SHOWN = 6;

/** Licence, insurance and certificates that run out within a year, the overdue first. */
export function Papers({ record }: { readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const now = useNow(60_000);
  const certificates = useOwned('certificates', record.id, 200)?.rows ?? [];
  const fields = entityByPlural('enterprises')?.fields ?? {};
  const own = ['licenceUntil', 'insuranceUntil'].flatMap((key) => {
    const field = fields[key];
    return field === undefined || typeof record[key] !== 'string'
      ? []
      : [{ key, name: label(field), until: record[key], href: keep(`/registry/enterprises?open=${record.id}`) }];
  });
  const papers = [
    ...own,
    ...certificates.map((row) => ({
      key: row.id,
      name: `${row.name} · ${row.labels?.['worker'] ?? ''}`,
      until: String(row['validUntil'] ?? ''),
      href: keep(`/registry/certificates?open=${row.id}`),
    })),
  ]
    .map((paper) => ({ ...paper, at: Date.parse(paper.until) }))
    .filter(({ at }) => at - now < YEAR)
    .toSorted((a, b) => a.at - b.at);
  return (
    <Card title={t('due')} note={t('dueNote')} flush>
      {papers.length === 0 ? <Empty title={t('nothingDue')} /> : null}
      <ul className={styles.rows}>
        {papers.slice(0, SHOWN).map((paper) => (
          <li key={paper.key}>
            <Link to={paper.href} title={paper.name}>
              {paper.name}
            </Link>
            <DeadlinePie dueAt={paper.at} since={paper.at - YEAR} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
