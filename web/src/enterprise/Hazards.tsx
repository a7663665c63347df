import { Link } from 'react-router';
import type { RegistryRecord } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, numberText } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { Grade } from '../hazchem/Grade.tsx';
import { useSource } from '../hazchem/shapes.ts';
import styles from './EnterprisePage.module.css';
import { useOwned } from './owned.ts';
import { WORDS } from './words.ts';

const SHOWN = 6;
const SUBSTANCES = 2;
const word = (value: number): string => numberText(Number(value.toPrecision(4)));

/** Major hazard sources of the enterprise with their substances and R by GB 18218-2018, each a door to its calculation. */
export function Hazards({ enterprise }: { readonly enterprise: string }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const sources = useOwned('hazard-sources', enterprise);
  if (sources === undefined || sources.rows.length === 0) return null;
  return (
    <Card
      title={t('sources')}
      note="GB 18218-2018"
      extra={
        <Link to={keep(`/registry/hazard-sources?enterprise=${enterprise}`)}>{t('all', { n: sources.total })}</Link>
      }
      flush
    >
      <table className={`${styles.table} ${styles.sources}`} aria-label={t('sources')}>
        <thead>
          <tr>
            <th scope="col">{t('unit')}</th>
            <th scope="col">{t('substances')}</th>
            <th scope="col" data-kind="number">
              R
            </th>
            <th scope="col">{t('grade')}</th>
          </tr>
        </thead>
        <tbody>
          {sources.rows.slice(0, SHOWN).map((row) => (
            <Source key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Source({ row }: { readonly row: RegistryRecord }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { data } = useSource(row.id);
  const terms = data?.grading.terms ?? [];
  const shown = terms.slice(0, SUBSTANCES);
  const more = terms.length > SUBSTANCES ? t('andMore', { n: terms.length }) : '';
  const quantities = shown.map(({ name, q }) => `${name} ${word(q)} t`).join(' · ') + more;
  const thresholds = shown.map(({ threshold }) => `${word(threshold)} t`).join(' · ');
  const grade = data?.grade ?? String(row['registeredGrade'] ?? '');
  return (
    <tr>
      <td className={styles.two}>
        <Link to={keep(`/major-hazards/${row.id}`)} title={row.name}>
          {row.name}
        </Link>
        <small>{t(row['unit'] === 'storage' ? 'storageUnit' : 'productionUnit')}</small>
      </td>
      <td className={styles.two} title={quantities}>
        {quantities === '' ? '—' : quantities}
        <small>{thresholds === '' ? '—' : `Q ${thresholds}`}</small>
      </td>
      <td data-kind="number">{data?.R == null ? '—' : numberText(data.R, 1)}</td>
      <td>
        <Grade grade={grade === '' ? null : grade} />
      </td>
    </tr>
  );
}
