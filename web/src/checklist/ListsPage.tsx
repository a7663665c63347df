import { CHECK_TIERS, type Item } from '@anlan/kernel/checklist';
import { Segmented, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useSectors } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText, PageHead, Scroll } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { LevelWord } from './CheckOverview.tsx';
import { useCite } from './clauses.ts';
import styles from './Pages.module.css';
import { useLists, useVersions } from './queries.ts';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';

/** The three lists of a trade beside each other: one master, one version. */
export function ListsPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const sectors = useSectors();
  const [params, setParams] = useSearchParams();
  const sector = params.get('sector') ?? 'hazchem-production';
  const tier = params.get('tier');
  const versions = useVersions();
  const asked = params.get('version');
  const lists = useLists({ sector, tier, version: asked });
  const set = (key: string, value: string | null) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === null) after.delete(key);
        else after.set(key, value);
        return after;
      },
      { replace: true },
    );
  const present = versions.data?.[0]?.version;
  return (
    <Page title={t('lists')}>
      <PageHead
        title={t('lists')}
        note={t('listsNote')}
        actions={
          <>
            <Select
              showSearch
              optionFilterProp="label"
              aria-label={t('sector')}
              className={styles.select ?? ''}
              value={sector}
              onChange={(value: string) => set('sector', value)}
              options={sectors.map((one) => ({ value: one.value, label: label(one) }))}
            />
            <Select
              aria-label={t('version', { n: '' })}
              value={asked ?? (present === undefined ? undefined : String(present))}
              onChange={(value: string) => set('version', value === String(present) ? null : value)}
              options={versions.data?.map(({ version }) => ({
                value: String(version),
                label: t('version', { n: version }),
              }))}
            />
          </>
        }
      />
      <Tabs />
      {lists.isPending ? <Loading rows={10} /> : null}
      {lists.isError && lists.data === undefined ? <Failed error={lists.error} /> : null}
      <div className={styles.three}>
        {lists.data?.lists.map(({ use, version, items }) => (
          <Card
            key={use}
            flush
            title={t(use)}
            note={`${t('version', { n: version })} · ${t('items', { n: numberText(items.length) })}${use === 'standard' ? ` · ${t('points', { n: items.reduce((sum, item) => sum + (item.weight ?? 0), 0) })}` : ''}`}
            extra={
              use === 'self' ? (
                <Segmented
                  size="small"
                  value={tier ?? ''}
                  onChange={(value) => set('tier', value === '' ? null : value)}
                  options={[
                    { value: '', label: t('all') },
                    ...CHECK_TIERS.map((value) => ({ value: value as string, label: t(value).slice(0, 2) })),
                  ]}
                />
              ) : undefined
            }
          >
            <List items={items} use={use} version={version} />
          </Card>
        ))}
      </div>
    </Page>
  );
}

function List({
  items,
  use,
  version,
}: {
  readonly items: readonly Item[];
  readonly use: string;
  readonly version: number;
}) {
  const t = useWords(WORDS);
  const cite = useCite();
  return (
    <Scroll className={styles.printed}>
      <ol data-testid={`list-${use}`}>
        {items.map((item) => (
          <li key={item.id} data-fresh={item.from === version && version > 1}>
            <small>{item.code}</small>
            <span>
              {item.title}
              <small>
                {use === 'standard'
                  ? `${item.element} · ${t('points', { n: item.weight ?? 0 })}`
                  : item.clauses[0] === undefined
                    ? item.criteria
                    : cite(item.clauses[0])}
              </small>
            </span>
            <LevelWord level={item.level} />
          </li>
        ))}
      </ol>
    </Scroll>
  );
}
