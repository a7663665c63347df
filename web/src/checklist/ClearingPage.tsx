import { type CheckClearing, CLASSES } from '@anlan/systems/prevention';
import { Link, useSearchParams } from 'react-router';
import { caseHref } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Pager, RiskMark, Table } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { useClearing } from './queries.ts';
import styles from './Pages.module.css';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';
import { Export } from './ClearingExport.tsx';
import { Matrix } from './ClearingMatrix.tsx';

const SIZE = 50;
const OWNERS = { day: 'ownerDay', week: 'ownerWeek', month: 'ownerMonth', quarter: 'ownerQuarter' } as const;

/** 三清三进: what each list still has to clear, by colour and class, with the way every danger came up. */
export function ClearingPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const get = (key: string) => params.get(key);
  const page = Number(get('page') ?? 1) || 1;
  const set = (part: Readonly<Record<string, string | null>>) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.delete('page');
      for (const [key, value] of Object.entries(part)) {
        if (value === null) after.delete(key);
        else after.set(key, value);
      }
      return after;
    });
  const wish = {
    tier: get('tier'),
    level: get('level'),
    class: get('class'),
    region: scope.narrowed ? scope.path : null,
  };
  const found = useClearing({ ...wish, page, size: SIZE });
  return (
    <Page title={t('clearing')}>
      <PageHead
        title={t('clearing')}
        note={t('clearingNote')}
        actions={
          <>
            <RegionSelect />
            <Export wish={wish} />
          </>
        }
      />
      <Tabs />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? <Failed error={found.error} /> : null}
      {found.data === undefined ? null : (
        <>
          <ul className={styles.tiers}>
            {found.data.tiers.map(({ tier, open }) => (
              <li key={tier}>
                <button
                  type="button"
                  aria-pressed={wish.tier === tier}
                  onClick={() => set({ tier: wish.tier === tier ? null : tier })}
                >
                  <span>{t(tier)}</span>
                  <b>{numberText(open)}</b>
                  <small>{t(OWNERS[tier])}</small>
                </button>
              </li>
            ))}
          </ul>
          <div className={styles.clearing}>
            <Card title={t('matrix')} note={t('matrixNote')}>
              <Matrix
                cells={found.data.cells}
                level={wish.level}
                kind={wish.class}
                choose={(level, kind) => set({ level, class: kind })}
              />
            </Card>
            <Card
              title={wish.tier === null ? t('list') : t(wish.tier as 'day')}
              note={numberText(found.data.total)}
              flush
            >
              {found.data.rows.length === 0 ? (
                <Empty title={t('none')} note={t('noneNote')} />
              ) : (
                <Rows rows={found.data.rows} />
              )}
              <Pager
                page={page}
                size={SIZE}
                total={found.data.total}
                go={(next) => setParams((before) => (before.set('page', String(next)), new URLSearchParams(before)))}
              />
            </Card>
          </div>
        </>
      )}
    </Page>
  );
}

function Rows({ rows }: { readonly rows: CheckClearing['rows'] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const label = useLabel();
  const heads = [t('danger'), t('enterprise'), t('class'), t('list'), t('foundOn'), t('path')];
  return (
    <Table heads={heads}>
      {rows.map((row) => {
        const kind = CLASSES.find(({ value }) => value === row.class);
        const path = row.moves.map(({ text }) => text).join('\n');
        return (
          <tr key={row.id}>
            <td title={row.title}>
              <span className={styles.inline}>
                {row.level === null ? null : <RiskMark level={row.level} />}{' '}
                <Link to={keep(caseHref(row.id))}>{row.title}</Link>
              </span>
            </td>
            <td title={row.organisationName ?? ''}>{row.organisationName}</td>
            <td>{kind === undefined ? '—' : label(kind)}</td>
            <td>{t(row.tier)}</td>
            <td>{stampText(row.foundAt).slice(0, 10)}</td>
            <td title={path}>
              {row.moves.length === 0
                ? '—'
                : row.moves.map(({ text }) => /自：([\d-]+)/.exec(text)?.[1]?.slice(5) ?? '').join(' → ')}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
