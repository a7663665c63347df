import type { RunView } from '@anlan/kernel/checklist';
import { Select } from 'antd';
import { ClipboardList } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { SearchBox, useSectorWord } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Pager, Table } from '../parts/index.ts';
import { RegionSelect } from '../prevention/Board.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Pages.module.css';
import { useRuns } from './queries.ts';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

const SIZE = 50;
const STATES = ['open', 'done', 'missed', 'excused'] as const;
const TIERS = ['shift', 'department', 'manager'] as const;
const USES = ['self', 'enforcement', 'standard', 'expert', 'campaign', 'conditions'] as const;

/** Every check in scope: whose, which round, when it was due, and what it found. */
export function RunsPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const get = (key: string) => params.get(key);
  const page = Number(get('page') ?? 1) || 1;
  const set = (part: Readonly<Record<string, string | null>>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.delete('page');
        for (const [key, value] of Object.entries(part)) {
          if (value === null || value === '') after.delete(key);
          else after.set(key, value);
        }
        return after;
      },
      { replace: true },
    );
  const runs = useRuns({
    state: get('state'),
    tier: get('tier'),
    use: get('use'),
    bad: get('bad'),
    organisation: get('organisation'),
    search: get('search'),
    region: scope.narrowed ? scope.path : null,
    page,
    size: SIZE,
  });
  const all = Object.values(runs.data?.states ?? {}).reduce((sum, n) => sum + n, 0);
  const options = (keys: readonly (keyof typeof WORDS)[]) => keys.map((value) => ({ value, label: t(value) }));
  return (
    <Page title={t('runs')}>
      <PageHead title={t('runs')} actions={<RegionSelect />} />
      <Tabs />
      <div className={styles.filters}>
        <nav aria-label={t('state')}>
          {([null, ...STATES] as const).map((state) => (
            <button
              key={state ?? 'all'}
              type="button"
              aria-pressed={get('state') === state}
              onClick={() => set({ state })}
            >
              {t(state ?? 'all')} <em>{numberText(state === null ? all : (runs.data?.states[state] ?? 0))}</em>
            </button>
          ))}
        </nav>
        <Select
          allowClear
          placeholder={t('uses')}
          aria-label={t('uses')}
          value={get('use')}
          onChange={(use: string | undefined) => set({ use: use ?? null })}
          options={options(USES)}
        />
        <Select
          allowClear
          placeholder={t('tiers')}
          aria-label={t('tiers')}
          value={get('tier')}
          onChange={(tier: string | undefined) => set({ tier: tier ?? null })}
          options={options(TIERS)}
        />
        <button
          type="button"
          className={styles.chip}
          aria-pressed={get('bad') === '1'}
          onClick={() => set({ bad: get('bad') === '1' ? null : '1' })}
        >
          {t('withFound')}
        </button>
        <SearchBox value={get('search') ?? ''} placeholder={t('search')} change={(search) => set({ search })} />
      </div>
      {runs.isPending ? <Loading rows={10} /> : null}
      {runs.isError && runs.data === undefined ? <Failed error={runs.error} /> : null}
      {runs.data === undefined ? null : (
        <Card flush>
          {runs.data.rows.length === 0 ? (
            <Empty icon={<ClipboardList size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
          ) : (
            <Rows rows={runs.data.rows} />
          )}
          <Pager page={page} size={SIZE} total={runs.data.total} go={(next) => set({ page: String(next) })} />
        </Card>
      )}
    </Page>
  );
}

function Rows({ rows }: { readonly rows: readonly RunView[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const sectorWord = useSectorWord();
  const heads = [t('round'), t('enterprise'), t('sector'), t('area'), t('due'), t('state'), t('found'), t('by')];
  return (
    <Table heads={heads} look={styles.runs}>
      {rows.map((run) => (
        <tr key={run.id}>
          <td>
            <Link to={keep(`/checks/${run.id}`)}>{run.title}</Link> <small>{run.period}</small>
          </td>
          <td title={run.organisationName}>{run.organisationName}</td>
          <td>{sectorWord(run.sector)}</td>
          <td>
            <RegionName of={run.regionName} />
          </td>
          <td>{stampText(run.dueAt).slice(5, 16)}</td>
          <td>
            <span className={styles.state} data-state={run.state}>
              {t(run.state)}
              {run.state === 'missed' && run.doneAt !== null ? ` · ${t('late')}` : ''}
            </span>{' '}
            <small>
              {run.answered}/{run.items}
            </small>
          </td>
          <td>{run.bad === 0 ? '—' : <b>{run.bad}</b>}</td>
          <td>{run.doneBy ?? '—'}</td>
        </tr>
      ))}
    </Table>
  );
}
