import { useSearchParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Pager, Table } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { Page, useScope } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import { LevelWord } from './CheckOverview.tsx';
import styles from './Pages.module.css';
import { useCompare } from './queries.ts';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';

const SIZE = 50;
const DAYS = 90;

/** The same item as the enterprises answered it and as officers found it, most contradicted first. */
export function ComparePage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const now = useNow(600_000);
  const [params, setParams] = useSearchParams();
  const page = Number(params.get('page') ?? 1) || 1;
  const found = useCompare({
    from: stampText(now - DAYS * 86_400_000).slice(0, 10),
    region: scope.narrowed ? scope.path : null,
    page,
    size: SIZE,
  });
  const heads = [
    t('code'),
    t('title'),
    t('level'),
    `${t('selfSaid')} ${t('checkedBad')}`,
    `${t('officersSaw')} ${t('checkedBad')}`,
    t('contradicted'),
  ];
  return (
    <Page title={t('compare')}>
      <PageHead
        title={t('compare')}
        note={`${t('compareNote')} · ${t('last', { n: DAYS })}`}
        actions={<RegionSelect />}
      />
      <Tabs />
      {found.isPending ? <Loading rows={10} /> : null}
      {found.isError && found.data === undefined ? <Failed error={found.error} /> : null}
      {found.data === undefined ? null : (
        <Card flush>
          {found.data.rows.length === 0 ? (
            <Empty title={t('none')} note={t('noneNote')} />
          ) : (
            <Table heads={heads} look={styles.items}>
              {found.data.rows.map((row) => (
                <tr key={row.id}>
                  <td>{row.code}</td>
                  <td title={row.title}>{row.title}</td>
                  <td>
                    <LevelWord level={row.level} />
                  </td>
                  <td>
                    <Share bad={row.selfBad} all={row.selfChecked} />
                  </td>
                  <td>
                    <Share bad={row.officerBad} all={row.officerChecked} />
                  </td>
                  <td>
                    {row.contradicted === 0 ? (
                      '—'
                    ) : (
                      <b className={styles.major}>{t('firmsN', { n: numberText(row.contradicted) })}</b>
                    )}
                  </td>
                </tr>
              ))}
            </Table>
          )}
          <Pager page={page} size={SIZE} total={found.data.total} go={(next) => setParams({ page: String(next) })} />
        </Card>
      )}
    </Page>
  );
}

function Share({ bad, all }: { readonly bad: number; readonly all: number }) {
  if (all === 0) return <>—</>;
  return (
    <span className={styles.share}>
      <i>
        <i style={{ width: `${(bad / all) * 100}%` }} />
      </i>
      {numberText(bad)} / {numberText(all)}
    </span>
  );
}
