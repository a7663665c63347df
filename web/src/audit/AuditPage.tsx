import { LENGTHS } from '@anlan/kernel/entity';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { ChevronLeft, ChevronRight, ScrollText } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, StatusWord, Table, type WorkState } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import table from '../parts/Table.module.css';
import { Chain } from './Chain.tsx';
import { WORDS } from './words.ts';

const auditSchema = z.object({
  rows: z.array(
    z.looseObject({
      seq: z.number(),
      at: z.number(),
      actor: z.string(),
      verb: z.string(),
      subjectKind: z.string().nullable(),
      subjectId: z.string().nullable(),
      outcome: z.string(),
      detail: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
  total: z.number(),
});

const STATES: Record<string, WorkState> = { done: 'done', refused: 'late', failed: 'late' };
const SIZE = 50;

/** The audit trail, newest first. */
export function AuditPage() {
  const t = useWords(WORDS);
  const [params, setParams] = useSearchParams();
  const [page, outcome, actor] = [
    Number(params.get('page') ?? 1),
    params.get('outcome') ?? '',
    params.get('actor') ?? '',
  ];
  const wanted = query({ page, size: SIZE, outcome, actor });
  const audit = useQuery({
    queryKey: ['audit', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/audit${wanted}`, auditSchema, signal),
  });
  const set = (change: Record<string, string>) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [key, value] of Object.entries({ page: '', ...change }))
        if (value === '') next.delete(key);
        else next.set(key, value);
      return next;
    });
  const outcomes = [
    { value: '', label: t('all') },
    { value: 'done', label: t('done') },
    { value: 'refused', label: t('refused') },
    { value: 'failed', label: t('failed') },
  ];
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <>
            <Input.Search
              maxLength={LENGTHS.search}
              allowClear
              defaultValue={actor}
              placeholder={t('filterActor')}
              aria-label={t('filterActor')}
              onSearch={(text) => set({ actor: text.trim() })}
            />
            <Segmented value={outcome} onChange={(value) => set({ outcome: value })} options={outcomes} />
          </>
        }
      />
      <Chain />
      {audit.isPending ? <Loading rows={8} /> : null}
      {audit.isError && audit.data === undefined ? (
        <Failed error={audit.error} retry={() => void audit.refetch()} />
      ) : null}
      {audit.data === undefined ? null : (
        <Card flush>
          {audit.data.rows.length === 0 ? (
            <Empty icon={<ScrollText size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
          ) : (
            <Rows rows={audit.data.rows} />
          )}
          <footer className={table.foot}>
            <span>{t('total', { n: audit.data.total.toLocaleString('en-US') })}</span>
            <Button
              size="small"
              type="text"
              aria-label={t('previous')}
              disabled={page <= 1}
              icon={<ChevronLeft size={16} aria-hidden />}
              onClick={() => set({ page: String(page - 1) })}
            />
            <Button
              size="small"
              type="text"
              aria-label={t('next')}
              disabled={page * SIZE >= audit.data.total}
              icon={<ChevronRight size={16} aria-hidden />}
              onClick={() => set({ page: String(page + 1) })}
            />
          </footer>
        </Card>
      )}
    </Page>
  );
}

function Rows({ rows }: { readonly rows: z.infer<typeof auditSchema>['rows'] }) {
  const t = useWords(WORDS);
  const words: Record<string, string> = { done: t('done'), refused: t('refused'), failed: t('failed') };
  return (
    <Table heads={[t('at'), t('actor'), t('verb'), t('subject'), t('outcome'), t('detail')]}>
      {rows.map((row) => {
        const detail = Object.entries(row.detail ?? {})
          .map(([key, value]) => `${key}：${typeof value === 'string' ? value : JSON.stringify(value)}`)
          .join('；');
        return (
          <tr key={row.seq}>
            <td>{stampText(row.at)}</td>
            <td>{row.actor === '' ? t('unknown') : row.actor}</td>
            <td>{row.verb}</td>
            <td title={row.subjectId ?? undefined}>
              {row.subjectKind ?? '—'} {row.subjectId?.slice(0, 8) ?? ''}
            </td>
            <td>
              <StatusWord state={STATES[row.outcome] ?? 'wait'}>{words[row.outcome] ?? row.outcome}</StatusWord>
            </td>
            <td className={table.wide} title={detail}>
              {detail === '' ? '—' : detail}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
