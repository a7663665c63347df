import type { SelfChecks } from '@anlan/systems/prevention';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { CaseRows, useCases } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, Empty, Failed, Loading, numberText } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { WORDS } from './words.ts';

interface SomeProps {
  readonly title: string;
  readonly none: string;
  readonly state: string;
  readonly checks: SelfChecks;
  readonly region: string | null;
}

/** The first reports in one state, and the way to all. */
export function SomeReports({ title, none, state, checks, region }: SomeProps) {
  const t = useWords(WORDS);
  const placeName = useRegionName();
  const keep = useKeepScope();
  const wish = { kind: 'self-check', state, search: checks.period, region, sort: 'due', size: 8 };
  const found = useCases(wish);
  const href = keep(`/cases/self-check?search=${checks.period}&state=${state}`);
  let content: ReactNode = null;
  if (found.isPending) content = <Loading rows={3} />;
  else if (found.isError && found.data === undefined)
    content = <Failed error={found.error} retry={() => void found.refetch()} />;
  else if (found.data?.rows.length === 0) content = <Empty title={none} />;
  else if (found.data !== undefined)
    content = (
      <CaseRows
        rows={found.data.rows}
        name={(view) => view.organisationName ?? view.title}
        note={(view) => `${placeName(view.regionName)} · ${view.number}`}
      />
    );
  return (
    <Card
      title={title}
      note={found.data === undefined ? undefined : numberText(found.data.total)}
      extra={<Link to={href}>{t('seeAll')}</Link>}
      flush
    >
      {content}
    </Card>
  );
}
