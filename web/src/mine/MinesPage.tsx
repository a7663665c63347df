import { Pickaxe } from 'lucide-react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, StatusWord, Table } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { momentText, useNow } from '../time/index.ts';
import { useMines } from './queries.ts';
import { WORDS } from './words.ts';

/** Coal mines by their upload files: what came, who is underground, which definitions wait. */
export function MinesPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const now = useNow(60_000);
  const { language } = useLanguage();
  const found = useMines();
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} />
      <Card flush>
        {found.isPending ? <Loading rows={6} /> : null}
        {found.isError && found.data === undefined ? (
          <Failed error={found.error} retry={() => void found.refetch()} />
        ) : null}
        {found.data?.length === 0 ? (
          <Empty icon={<Pickaxe size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
        ) : null}
        {found.data === undefined || found.data.length === 0 ? null : (
          <Table
            heads={(
              ['mine', 'region', 'underground', 'last', 'today', 'refused', 'late', 'points', 'proposed'] as const
            ).map((key) => t(key))}
          >
            {found.data.map((mine) => (
              <tr key={mine.id} data-testid="mine">
                <td title={mine.name}>
                  <Link to={keep(`/mines/${mine.id}`)}>{mine.name}</Link>
                </td>
                <td>{mine.region}</td>
                <td className={table.number}>
                  {mine.people === null ? '—' : t('people', { n: numberText(mine.people) })}
                </td>
                <td>{mine.lastFileAt === null ? t('never') : momentText(mine.lastFileAt, now, language)}</td>
                <td className={table.number}>{numberText(mine.today.files)}</td>
                <td className={table.number}>{numberText(mine.today.refused)}</td>
                <td className={table.number}>{numberText(mine.today.late)}</td>
                <td className={table.number}>{numberText(mine.points)}</td>
                <td>
                  {mine.proposed === null ? (
                    '—'
                  ) : (
                    <StatusWord state="wait">{t('proposedN', { n: mine.proposed })}</StatusWord>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
    </Page>
  );
}
