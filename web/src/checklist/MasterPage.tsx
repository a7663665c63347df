import { ITEM_USES, type Item } from '@anlan/kernel/checklist';
import { Button, Select } from 'antd';
import { Download, Plus } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { SearchBox, useSectors, useSectorWord } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, Pager, Table } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { useCite } from './clauses.ts';
import { LevelWord } from './CheckOverview.tsx';
import { ItemDrawer } from './ItemDrawer.tsx';
import { Drafts, Import, Versions } from './MasterParts.tsx';
import styles from './Pages.module.css';
import { useItems } from './queries.ts';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';

const SIZE = 50;

/** The item master: one set of items, changed by drafts that are published together. */
export function MasterPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const sectors = useSectors();
  const { verbs, scope } = useSession();
  // Kept at city level or above; the server says so too.
  const high = scope.kind === 'all' || (scope.kind === 'region' && (scope.path ?? '').split('.').length <= 4);
  const keeper = high && verbs.includes('check.master');
  const [params, setParams] = useSearchParams();
  const [edited, setEdited] = useState<Item | 'new' | undefined>();
  const get = (key: string) => params.get(key);
  const page = Number(get('page') ?? 1) || 1;
  const set = (key: string, value: string | null | undefined) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (key !== 'page') after.delete('page');
        if (value == null || value === '') after.delete(key);
        else after.set(key, value);
        return after;
      },
      { replace: true },
    );
  const items = useItems({
    search: get('search'),
    use: get('use'),
    sector: get('sector'),
    grade: get('grade'),
    page,
    size: SIZE,
  });
  const version = items.data?.version ?? 0;
  return (
    <Page title={t('master')}>
      <PageHead
        title={t('master')}
        note={t('masterNote')}
        actions={
          <>
            <Versions version={version} />
            <Button href="/api/checklist/items.xlsx" download icon={<Download size={15} aria-hidden />}>
              {t('export')}
            </Button>
            {keeper ? <Import /> : null}
            {keeper ? (
              <Button
                type="primary"
                icon={<Plus size={15} aria-hidden />}
                onClick={() => setEdited('new')}
                style={{ fontWeight: 700 }}
              >
                {t('addItem')}
              </Button>
            ) : null}
          </>
        }
      />
      <Tabs />
      {items.data === undefined ? null : <Drafts drafts={items.data.drafts} version={version} keeper={keeper} />}
      <div className={styles.filters}>
        <Select
          allowClear
          placeholder={t('uses')}
          aria-label={t('uses')}
          value={get('use')}
          onChange={(value: string | undefined) => set('use', value)}
          options={ITEM_USES.map((value) => ({ value, label: t(value) }))}
        />
        <Select
          allowClear
          showSearch
          optionFilterProp="label"
          placeholder={t('sector')}
          aria-label={t('sector')}
          value={get('sector')}
          onChange={(value: string | undefined) => set('sector', value)}
          options={sectors.map((one) => ({ value: one.value, label: label(one) }))}
        />
        <Select
          allowClear
          placeholder={t('grade')}
          aria-label={t('grade')}
          value={get('grade')}
          onChange={(value: string | undefined) => set('grade', value)}
          options={(['general', 'major'] as const).map((value) => ({ value, label: t(value) }))}
        />
        <SearchBox value={get('search') ?? ''} placeholder={t('title')} change={(text) => set('search', text)} />
      </div>
      {items.isPending ? <Loading rows={10} /> : null}
      {items.isError && items.data === undefined ? <Failed error={items.error} /> : null}
      {items.data === undefined ? null : (
        <Card flush>
          {items.data.rows.length === 0 ? (
            <Empty title={t('none')} note={t('noneNote')} />
          ) : (
            <Rows rows={items.data.rows} edit={keeper ? setEdited : undefined} />
          )}
          <Pager page={page} size={SIZE} total={items.data.total} go={(next) => set('page', String(next))} />
        </Card>
      )}
      {edited === undefined ? null : (
        <ItemDrawer item={edited === 'new' ? undefined : edited} close={() => setEdited(undefined)} />
      )}
    </Page>
  );
}

function Rows({ rows, edit }: { readonly rows: readonly Item[]; readonly edit: ((item: Item) => void) | undefined }) {
  const t = useWords(WORDS);
  const sectorWord = useSectorWord();
  const cite = useCite();
  const heads = [
    t('code'),
    t('title'),
    t('clauses'),
    t('uses'),
    t('tiers'),
    t('level'),
    t('sector'),
    t('weight'),
    t('from'),
  ];
  return (
    <Table heads={heads} look={styles.items}>
      {rows.map((item) => (
        <tr key={item.id}>
          <td>{item.code}</td>
          <td title={item.criteria ?? item.title}>
            {edit === undefined ? (
              item.title
            ) : (
              <button type="button" className={styles.link} onClick={() => edit(item)}>
                {item.title}
              </button>
            )}
          </td>
          <td title={item.clauses.map(cite).join('\n')}>
            {item.clauses[0] === undefined ? '—' : cite(item.clauses[0])}
          </td>
          <td>{item.uses.map((use) => t(use)).join(' ')}</td>
          <td>{item.tiers.length === 0 ? '—' : item.tiers.map((tier) => t(tier).slice(0, 2)).join(' ')}</td>
          <td>
            <LevelWord level={item.level} />
            {item.grade === 'major' ? <b className={styles.major}> {t('major')}</b> : null}
          </td>
          <td title={item.sectors.map((one) => sectorWord(one)).join('、')}>
            {item.sectors.length === 0 ? t('everySector') : item.sectors.map((one) => sectorWord(one)).join('、')}
          </td>
          <td>{item.weight === null ? '—' : t('points', { n: item.weight })}</td>
          <td>{t('version', { n: item.from })}</td>
        </tr>
      ))}
    </Table>
  );
}
