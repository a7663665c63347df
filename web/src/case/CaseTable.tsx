import type { CaseView } from '@anlan/kernel/case';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import table from '../registry/RecordTable.module.css';
import { useKeepScope } from '../shell/index.ts';
import { momentText, stampText, useNow } from '../time/index.ts';
import styles from './CaseTable.module.css';
import { caseHref, kindByKey } from './kinds.ts';
import { CaseClock, CaseMark, CaseOwner, CaseState, useSourceWord } from './Marks.tsx';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

interface CaseTableProps {
  readonly rows: readonly CaseView[];
  readonly withKind: boolean;
  readonly sort: string;
  readonly setSort: (sort: string | null) => void;
  readonly stale: boolean;
}

/** The table of cases: mark and title identify, then how it stands, how long, whose turn; long texts ellipsed. */
export function CaseTable({ rows, withKind, sort, setSort, stale }: CaseTableProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const heads: readonly (readonly [label: string, sorts?: readonly string[]])[] = [
    [t('title'), ['level']],
    ...(withKind ? [[t('cases')] as const] : []),
    [t('state')],
    [t('due'), ['due']],
    [t('owner')],
    [t('enterprise')],
    [t('region')],
    [t('source')],
    [t('openedAt'), ['-opened', 'opened']],
    [t('number')],
  ];
  return (
    <table className={`${table.table} ${styles.table}`} aria-label={t('cases')} data-stale={stale}>
      <thead>
        <tr>
          {heads.map(([name, sorts]) => (
            <Head key={name} name={name} sorts={sorts} sort={sort === '' ? '-opened' : sort} setSort={setSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((view) => (
          <Row key={view.id} view={view} kind={withKind ? label(kindByKey(view.kind) ?? { label: view.kind }) : null} />
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps {
  readonly name: string;
  /** Orders this column offers, in the order of clicks. */
  readonly sorts: readonly string[] | undefined;
  readonly sort: string;
  readonly setSort: (sort: string | null) => void;
}

function Head({ name, sorts, sort, setSort }: HeadProps) {
  if (sorts === undefined)
    return (
      <th scope="col">
        <span>{name}</span>
      </th>
    );
  const at = sorts.indexOf(sort);
  const next = sorts[at + 1] ?? (at === -1 ? sorts[0] : null) ?? null;
  const down = sort.startsWith('-');
  const Arrow = down ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={at === -1 ? 'none' : down ? 'descending' : 'ascending'}>
      <button type="button" onClick={() => setSort(next)}>
        {name}
        {at === -1 ? null : <Arrow size={12} aria-hidden />}
      </button>
    </th>
  );
}

function Row({ view, kind }: { readonly view: CaseView; readonly kind: string | null }) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const source = useSourceWord();
  const now = useNow(60_000);
  const { language } = useLanguage();
  const href = keep(caseHref(view.id));
  return (
    <tr onClick={() => void navigate(href)} data-late={view.overdueSince !== null && view.closedAt === null}>
      <td className={styles.title}>
        <span>
          <CaseMark level={view.level} />
          <Link to={href} title={view.title} onClick={(event) => event.stopPropagation()}>
            {view.title === '' ? t('noTitle') : view.title}
          </Link>
        </span>
      </td>
      {kind === null ? null : <td>{kind}</td>}
      <td>
        <CaseState view={view} />
      </td>
      <td>
        <CaseClock view={view} />
      </td>
      <td className={styles.quiet}>
        <CaseOwner owner={view.owner} />
      </td>
      <td className={styles.name} title={view.organisationName ?? undefined}>
        {view.organisationName ?? '—'}
      </td>
      <td className={styles.region} title={region(view.regionName)}>
        <RegionName of={view.regionName} />
      </td>
      <td className={styles.quiet}>{source(view.source)}</td>
      <td className={styles.quiet} title={stampText(view.openedAt)}>
        {momentText(view.openedAt, now, language)}
      </td>
      <td className={styles.quiet}>{view.number}</td>
    </tr>
  );
}
