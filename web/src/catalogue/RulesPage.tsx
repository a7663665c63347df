import { LENGTHS } from '@anlan/kernel/entity';
import { gradingStandard, rewardRule } from '@anlan/systems/prevention';
import { Input } from 'antd';
import { Building2 } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useSectorWord } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { RegionName } from '../language/RegionName.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Pager, Scroll } from '../parts/index.ts';
import { Tabs } from '../prevention/Tabs.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { ItemsCard } from './ItemsCard.tsx';
import { PostsTab } from './PostsTab.tsx';
import { useCover, usePosts } from './rule-queries.ts';
import { WORDS } from './rule-words.ts';
import { StatementTab } from './StatementTab.tsx';
import styles from './Rules.module.css';

const LACKING = [
  ['', 'lackAll'],
  ['any', 'lackAny'],
  ['standard', 'lackStandard'],
  ['posts', 'lackPosts'],
  ['without', 'lackWithout'],
  ['rewards', 'lackRewards'],
] as const;

/** Who has its internal rules (S61); an enterprise comes to its own at once. */
export function InternalRulesPage() {
  const { scope } = useSession();
  return scope.kind === 'organisation' ? <OneEnterprise enterprise={scope.organisationId ?? ''} own /> : <Cover />;
}

export function EnterpriseRulesPage() {
  const { enterprise = '' } = useParams();
  const { scope } = useSession();
  return (
    <OneEnterprise
      key={enterprise}
      enterprise={enterprise}
      own={scope.kind === 'organisation' && scope.organisationId === enterprise}
    />
  );
}

function Cover() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const navigate = useNavigate();
  const sectorWord = useSectorWord();
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const lacking = params.get('lacking') ?? '';
  const page = Number(params.get('page') ?? '1');
  const cover = useCover({ region: scope.narrowed ? scope.path : null, search, lacking, page, size: 50 });
  const set = (key: string, value: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value === '') next.delete(key);
      else next.set(key, value);
      if (key !== 'page') next.delete('page');
      return next;
    });
  const have = cover.data?.have;
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={
          have === undefined
            ? t('note')
            : t('coverNote', { all: numberText(have.all), complete: numberText(have.complete) })
        }
        actions={<Link to={keep('/criteria')}>{t('criteria')}</Link>}
      />
      <Tabs />
      <div className={styles.filters} role="group" aria-label={t('have')}>
        {LACKING.map(([key, word]) => (
          <button key={key} type="button" aria-pressed={key === lacking} onClick={() => set('lacking', key)}>
            {t(word)}
          </button>
        ))}
        <Input.Search
          maxLength={LENGTHS.search}
          allowClear
          placeholder={t('search')}
          aria-label={t('search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {cover.isPending ? <Loading rows={10} /> : null}
      {cover.isError && cover.data === undefined ? (
        <Failed error={cover.error} retry={() => void cover.refetch()} />
      ) : null}
      {cover.data === undefined ? null : (
        <Card flush>
          {cover.data.rows.length === 0 ? (
            <Empty icon={<Building2 size={20} strokeWidth={1.6} />} title={t('none')} />
          ) : (
            <Scroll>
              <table className={table.table} data-testid="internal-rules">
                <thead>
                  <tr>
                    {[t('enterprise'), t('region'), t('standard'), t('posts'), t('rewards'), t('lastApproved')].map(
                      (head) => (
                        <th key={head}>{head}</th>
                      ),
                    )}
                  </tr>
                </thead>
                <tbody>
                  {cover.data.rows.map((row) => (
                    <tr
                      key={row.id}
                      onClick={() => void navigate(keep(`/internal-rules/${row.id}`))}
                      style={{ cursor: 'pointer' }}
                    >
                      <td title={row.name}>
                        <Link to={keep(`/internal-rules/${row.id}`)}>{row.name}</Link>
                      </td>
                      <td>
                        <RegionName of={row.regionName} /> · {sectorWord(row.sector)}
                      </td>
                      <td>{row.standard === 0 ? <Lack /> : t('items', { n: row.standard })}</td>
                      <td>
                        {row.posts === 0 ? <Lack /> : t('postsN', { n: row.posts })}
                        {row.without === 0 ? null : (
                          <span className={styles.lack}> · {t('withoutN', { n: row.without })}</span>
                        )}
                      </td>
                      <td>{row.rewards === 0 ? <Lack /> : t('items', { n: row.rewards })}</td>
                      <td>{row.lastApproved ?? '—'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <Pager page={page} size={50} total={cover.data.total} go={(next) => set('page', String(next))} />
            </Scroll>
          )}
        </Card>
      )}
    </Page>
  );
}

function Lack() {
  const t = useWords(WORDS);
  return <span className={styles.lack}>{t('notThere')}</span>;
}

const TABS = ['standard', 'posts', 'rewards', 'statement'] as const;

function OneEnterprise({ enterprise, own }: { readonly enterprise: string; readonly own: boolean }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  const [params, setParams] = useSearchParams();
  const posts = usePosts(enterprise);
  const tab = TABS.find((one) => one === params.get('tab')) ?? 'standard';
  const mayWrite = own && verbs.includes('catalogue.write');
  const show = (key: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('tab', key);
      return next;
    });
  const title = posts.data?.enterpriseName ?? t('title');
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={own ? t('note') : title}
        {...(own ? {} : { crumbs: [{ label: t('title'), href: keep('/internal-rules') }] })}
        actions={<Link to={keep('/criteria')}>{t('criteria')}</Link>}
      />
      {own ? <Tabs /> : null}
      <div className={styles.tabs} role="tablist" aria-label={t('title')}>
        {TABS.map((key) => (
          <button key={key} type="button" role="tab" aria-selected={key === tab} onClick={() => show(key)}>
            {t(key)}
          </button>
        ))}
      </div>
      {posts.isError && posts.data === undefined ? <Failed error={posts.error} /> : null}
      {tab === 'standard' ? (
        <ItemsCard
          catalogue={gradingStandard}
          organisation={enterprise}
          mayWrite={mayWrite}
          empty={[t('standardNone'), t('standardNoneNote')]}
        />
      ) : null}
      {tab === 'rewards' ? (
        <ItemsCard
          catalogue={rewardRule}
          organisation={enterprise}
          mayWrite={mayWrite}
          empty={[t('rewardsNone'), t('rewardsNoneNote')]}
        />
      ) : null}
      {tab === 'posts' ? (
        posts.data === undefined ? (
          <Loading rows={8} />
        ) : (
          <PostsTab rules={posts.data} mayWrite={mayWrite} />
        )
      ) : null}
      {tab === 'statement' ? <StatementTab enterprise={enterprise} /> : null}
    </Page>
  );
}
