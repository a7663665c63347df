import { casePageSchema } from '@anlan/kernel/case';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, query } from '../api/index.ts';
import { CaseRows } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Empty } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { WORDS } from './words.ts';

const SHOWN = 6;

/** Hidden dangers and enforcement cases of the enterprise: all of them carry its id. */
export function Cases({ organisation }: { readonly organisation: string }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const cases = useQuery({
    queryKey: ['cases', 'organisation', organisation],
    retry: false,
    queryFn: ({ signal }) => api.get(`/cases${query({ organisation, size: 50 })}`, casePageSchema, signal),
  });
  if (cases.data === undefined) return null;
  const { rows, total } = cases.data;
  return (
    <Card
      title={t('cases')}
      extra={<Link to={keep(`/cases?organisation=${organisation}`)}>{t('organisationsCases', { n: total })}</Link>}
      flush
    >
      {rows.length === 0 ? <Empty title={t('noCases')} /> : <CaseRows rows={rows.slice(0, SHOWN)} withKind />}
    </Card>
  );
}
