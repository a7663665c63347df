import { Link } from 'react-router';
import { CaseRows, kindByKey } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { useCasesOf } from './queries.ts';
import { WORDS } from './words.ts';

/** Hidden dangers and enforcement cases of the enterprise that are under way, by deadline; all of them carry its id. */
export function Cases({ organisation }: { readonly organisation: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const open = useCasesOf(organisation, true);
  const all = useCasesOf(organisation, false);
  if (open === undefined) return null;
  const more = t('organisationsCases', { n: all?.total ?? open.total });
  return (
    <Card
      title={t('cases')}
      note={open.total === 0 ? undefined : t('openNote', { n: open.total })}
      extra={<Link to={keep(`/cases?open=all&organisation=${organisation}`)}>{more}</Link>}
      flush
    >
      {open.rows.length === 0 ? (
        <Empty title={t('noCases')} />
      ) : (
        <CaseRows
          rows={open.rows}
          note={(view) => {
            const kind = kindByKey(view.kind);
            return [kind === undefined ? view.kind : label(kind), view.number].join(' · ');
          }}
        />
      )}
    </Card>
  );
}
