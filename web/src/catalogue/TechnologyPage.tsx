import { LENGTHS } from '@anlan/kernel/entity';
import { Button, Input } from 'antd';
import { FlaskConical, Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { caseHref, kindByKey, useMayOpen } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Pager, Scroll } from '../parts/index.ts';
import { Tabs } from '../prevention/Tabs.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { useTechnology } from './rule-queries.ts';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';

const PERMISSIONS = ['forbidden', 'monitored', 'permitted'] as const;
const CATEGORIES = ['business', 'process', 'material', 'equipment'] as const;
const KIND = 'new-technology';

/** The register of what is new, with what may be used (S70). */
export function TechnologyPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  const mayOpen = useMayOpen(kindByKey(KIND));
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const permission = params.get('permission');
  const category = params.get('category');
  const page = Number(params.get('page') ?? '1');
  const found = useTechnology({ permission, category, search, page, size: 50 });
  const set = (key: string, value: string | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value === null || next.get(key) === value) next.delete(key);
      else next.set(key, value);
      if (key !== 'page') next.delete('page');
      return next;
    });
  return (
    <Page title={t('techTitle')}>
      <PageHead
        title={t('techTitle')}
        note={t('techNote')}
        actions={
          <>
            <Link to={keep(`/cases/${KIND}`)}>
              <Button>{t('assessment')}</Button>
            </Link>
            {mayOpen && verbs.includes('registry.write') ? (
              <Link to={keep('/registry/novel-items?new=1')}>
                <Button type="primary" icon={<Plus size={15} aria-hidden />} style={{ fontWeight: 700 }}>
                  {t('registerItem')}
                </Button>
              </Link>
            ) : null}
          </>
        }
      />
      <Tabs />
      <div className={styles.filters} role="group" aria-label={t('permission')}>
        {PERMISSIONS.map((one) => (
          <button key={one} type="button" aria-pressed={one === permission} onClick={() => set('permission', one)}>
            {t(one)} {found.data === undefined ? '' : numberText(found.data.counts[one])}
          </button>
        ))}
        {CATEGORIES.map((one) => (
          <button key={one} type="button" aria-pressed={one === category} onClick={() => set('category', one)}>
            {t(one)}
          </button>
        ))}
        <Input.Search
          maxLength={LENGTHS.search}
          allowClear
          placeholder={t('techSearch')}
          aria-label={t('techSearch')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {found.isPending ? <Loading rows={10} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <Card flush>
          {found.data.rows.length === 0 ? (
            <Empty icon={<FlaskConical size={20} strokeWidth={1.6} />} title={t('techNone')} />
          ) : (
            <Scroll>
              <Register rows={found.data.rows} mayOpen={mayOpen} />
              <Pager page={page} size={50} total={found.data.total} go={(next) => set('page', String(next))} />
            </Scroll>
          )}
        </Card>
      )}
    </Page>
  );
}

type Row = NonNullable<ReturnType<typeof useTechnology>['data']>['rows'][number];

function conditionsText(row: Row, t: ReturnType<typeof useWords<typeof WORDS>>): string {
  if (row.conditions === 0) return '—';
  if (row.permission === 'permitted') return t('items', { n: row.conditions });
  return t('conditionsMet', { done: row.met, all: row.conditions });
}

function Register({ rows, mayOpen }: { readonly rows: readonly Row[]; readonly mayOpen: boolean }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const states = kindByKey(KIND)?.states ?? {};
  const heads = [
    t('permission'),
    t('name'),
    t('category'),
    t('enterprise'),
    t('place'),
    t('assessment'),
    t('conditions'),
    t('monitorUntil'),
    t('planned'),
  ];
  const again = (row: Row) => row.caseState === null || row.caseState === 'rejected';
  return (
    <table className={table.table} data-testid="technology">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head}>{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <span className={styles.permission} data-kind={row.permission}>
                {t(row.permission)}
              </span>
            </td>
            <td title={row.name}>
              <Link to={keep(`/registry/novel-items/${row.id}`)}>{row.name}</Link>
            </td>
            <td>{t(row.category as (typeof CATEGORIES)[number])}</td>
            <td title={`${row.enterpriseName} · ${row.regionName}`}>{row.enterpriseName}</td>
            <td>{row.place ?? '—'}</td>
            <td>
              {row.caseId === null ? (
                t('noAssessment')
              ) : (
                <Link to={keep(caseHref(row.caseId))}>
                  {label(states[row.caseState ?? ''] ?? { label: '', labelEn: '' })}
                </Link>
              )}
              {mayOpen && again(row) ? (
                <>
                  {' '}
                  <Link
                    to={keep(
                      `/cases/${KIND}/new?item=${row.id}&title=${encodeURIComponent(`${row.name}安全风险评估`)}`,
                    )}
                  >
                    {t('apply')}
                  </Link>
                </>
              ) : null}
            </td>
            <td>{conditionsText(row, t)}</td>
            <td>{row.monitorUntil ?? '—'}</td>
            <td>{row.plannedOn ?? '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
