import { LENGTHS } from '@anlan/kernel/entity';
import { Input, Segmented } from 'antd';
import type { ExternalDistances } from '@anlan/systems/prevention';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { KINDS } from '../case/index.tsx';
import { useLabel, usePair, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, Pager, StatusWord, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './CityRisk.module.css';
import { useDistances } from './queries.ts';
import { METHODS, WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

const VERDICTS = ['', 'short', 'undetermined', 'met'] as const;
const SIZE = 30;

export function DistancesCard({ region }: { readonly region: string | null }) {
  const t = useWords(WORDS);
  const [params, setParams] = useSearchParams();
  const verdict = VERDICTS.find((one) => one === params.get('verdict')) ?? '';
  const [q, setQ] = useState('');
  const [page, setPage] = useState(1);
  const found = useDistances({ region, verdict, q: q.trim(), page, size: SIZE });
  const choose = (next: string) => (
    setPage(1),
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === '') after.delete('verdict');
      else after.set('verdict', next);
      return after;
    })
  );
  return (
    <Card
      title={t('distances')}
      note={found.data === undefined ? undefined : numberText(found.data.total)}
      extra={
        <Segmented<string>
          size="small"
          value={verdict}
          onChange={choose}
          options={VERDICTS.map((value) => ({ value, label: t(value === '' ? 'all' : value) }))}
        />
      }
      flush
    >
      <div className={styles.tools}>
        <Input.Search
          maxLength={LENGTHS.search}
          className={styles.search ?? ''}
          allowClear
          placeholder={t('search')}
          aria-label={t('search')}
          onSearch={(value) => (setQ(value), setPage(1))}
        />
      </div>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : found.data.rows.length === 0 ? (
        <Empty title={t('noRows')} />
      ) : (
        <DistanceRows rows={found.data.rows} />
      )}
      {found.data === undefined ? null : <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />}
    </Card>
  );
}

function DistanceRows({ rows }: { readonly rows: ExternalDistances['rows'] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const pair = usePair();
  const label = useLabel();
  const states = KINDS.find((kind) => kind.key === 'relocation')?.states ?? {};
  const metres = (value: number | null) => (value === null ? '—' : numberText(value, value < 100 ? 1 : 0));
  return (
    <Table
      heads={[
        t('enterprise'),
        t('area'),
        t('state'),
        t('target'),
        `${t('actual')} m`,
        `${t('required')} m`,
        t('basis'),
        t('list'),
      ]}
    >
      {rows.map((row) => {
        const fact = row.facts.toSorted((a, b) => margin(a) - margin(b))[0];
        const state = row.caseState === null ? undefined : states[row.caseState];
        return (
          <tr key={row.id}>
            <td title={row.name}>
              <Link to={keep(`/enterprises/${row.id}`)}>{row.name}</Link>
            </td>
            <td>
              <RegionName of={row.regionName} />
            </td>
            <td>
              <StatusWord state={row.verdict === 'short' ? 'late' : row.verdict === 'met' ? 'done' : 'wait'}>
                {t(row.verdict ?? 'unmeasured')}
              </StatusWord>
            </td>
            <td title={fact?.object ?? ''}>{fact?.object ?? '—'}</td>
            <td className={styles.number}>{metres(fact?.actual ?? null)}</td>
            <td className={styles.number}>{metres(fact?.required ?? null)}</td>
            <td title={fact === undefined ? '' : fact.basis}>
              {fact === undefined ? '—' : `${pair(METHODS, fact.method)} · ${fact.basis}`}
              {row.measuredAt === null ? '' : ` · ${stampText(row.measuredAt).slice(0, 10)}`}
            </td>
            <td>
              {row.caseId === null ? (
                row.verdict === 'short' ? (
                  <span className={styles.late}>{t('notListed')}</span>
                ) : (
                  '—'
                )
              ) : (
                <Link to={keep(`/case/${row.caseId}`)}>{state === undefined ? row.caseState : label(state)}</Link>
              )}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

/** How much more there is than required; the least first. */
function margin(fact: ExternalDistances['rows'][number]['facts'][number]): number {
  if (fact.required === null) return 1e8;
  return fact.actual === null ? 1e9 : fact.actual - fact.required;
}
