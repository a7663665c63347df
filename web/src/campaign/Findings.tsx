import type { Campaign, Finding } from '@anlan/kernel/campaign';
import { MEASURES } from '@anlan/systems/prevention';
import { Button, Segmented, Select } from 'antd';
import { SearchCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { caseHref } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, Pager, Scroll, StatusWord } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { useFindings } from './queries.ts';
import { PartSelect } from './Targets.tsx';
import { WORDS } from './words.ts';
import { Add, Decide } from './FindingForms.tsx';

const SIZE = 50;

/** In the address: findings nobody has classified yet. */
const UNCLASSIFIED = '-';

/** Findings behind the numbers: what was found where, its kind, its hidden danger, what was decided. */
export function Findings({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const [params, setParams] = useSearchParams();
  const [page, setPage] = useState(1);
  const [adding, setAdding] = useState(false);
  const wished = (key: string): string => params.get(key) ?? '';
  const state = ['rectified', 'open', 'penalised', 'closed'].includes(wished('state')) ? wished('state') : '';
  const none = wished('violation') === UNCLASSIFIED;
  const found = useFindings(
    campaign.id,
    { region: wished('region'), state, violation: none ? '' : wished('violation'), page, size: SIZE },
    none,
  );
  const set = (key: string, value: string) => {
    setPage(1);
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (value === '') next.delete(key);
      else next.set(key, value);
      return next;
    });
  };
  const may = verbs.includes('case.report') && campaign.state === 'running';
  return (
    <Card
      title={t('findings')}
      note={found.data === undefined ? undefined : numberText(found.data.total)}
      extra={
        may ? (
          <Button size="small" type="primary" onClick={() => setAdding(true)}>
            {t('addFinding')}
          </Button>
        ) : null
      }
      flush
    >
      <div className={table.filters}>
        <Segmented
          value={state}
          onChange={(value) => set('state', value)}
          options={[
            { value: '', label: t('all') },
            { value: 'open', label: t('open') },
            { value: 'rectified', label: t('rectified') },
            { value: 'closed', label: t('closed') },
            { value: 'penalised', label: t('penalised') },
          ]}
        />
        <PartSelect campaign={campaign} value={wished('region')} change={(value) => set('region', value)} />
        <Select
          aria-label={t('violation')}
          style={{ minWidth: 200, maxWidth: 320 }}
          value={wished('violation')}
          onChange={(value) => set('violation', value)}
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            { value: '', label: `${t('violation')}：${t('all')}` },
            { value: UNCLASSIFIED, label: t('unclassified') },
            ...campaign.kinds.map((kind) => ({ value: kind, label: kind })),
          ]}
        />
      </div>
      {found.data === undefined ? (
        found.isError ? (
          <Failed error={found.error} />
        ) : (
          <Loading rows={8} />
        )
      ) : found.data.rows.length === 0 ? (
        <Empty icon={<SearchCheck size={20} strokeWidth={1.6} />} title={t('noFindings')} />
      ) : (
        <>
          <Rows campaign={campaign} rows={found.data.rows} />
          <Pager page={page} size={SIZE} total={found.data.total} go={setPage} />
        </>
      )}
      {adding ? <Add campaign={campaign} close={() => setAdding(false)} /> : null}
    </Card>
  );
}

function Rows({ campaign, rows }: { readonly campaign: Campaign; readonly rows: readonly Finding[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { verbs } = useSession();
  const [deciding, setDeciding] = useState<Finding>();
  const may = verbs.includes('case.enforce');
  const heads = [t('place'), t('region'), t('violation'), t('what'), t('foundAt'), t('state'), t('measure'), ''];
  return (
    <Scroll>
      <table className={table.table} data-testid="campaign-findings">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const measure = MEASURES.find(({ value }) => value === row.measure);
            return (
              <tr key={row.id}>
                <td title={row.place}>
                  {row.enterpriseId === null ? (
                    row.place
                  ) : (
                    <Link to={keep(`/registry/enterprises/${row.enterpriseId}`)}>{row.place}</Link>
                  )}
                </td>
                <td>{row.region}</td>
                <td title={row.violation ?? undefined}>{row.violation ?? t('unclassified')}</td>
                <td title={row.what}>
                  {row.caseId === null ? row.what : <Link to={keep(caseHref(row.caseId))}>{row.what}</Link>}
                </td>
                <td>{stampText(row.foundAt).slice(0, 10)}</td>
                <td>
                  <StatusWord state={row.rectified ? 'done' : 'doing'}>
                    {t(row.rectified ? (row.caseId === null ? 'settled' : 'rectified') : 'open')}
                  </StatusWord>
                </td>
                <td>
                  {measure === undefined ? '—' : label(measure)}
                  {row.fine === null ? '' : ` ${t('wan', { n: row.fine })}`}
                  {row.enforcementId === null ? null : (
                    <>
                      {' '}
                      <Link to={keep(caseHref(row.enforcementId))}>{t('lead')}</Link>
                    </>
                  )}
                </td>
                <td className={table.number}>
                  {may ? (
                    <Button size="small" onClick={() => setDeciding(row)}>
                      {t('decide')}
                    </Button>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {deciding === undefined ? null : (
        <Decide campaign={campaign} row={deciding} close={() => setDeciding(undefined)} />
      )}
    </Scroll>
  );
}
