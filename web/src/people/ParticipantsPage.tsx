import { CAPACITIES, participationSchema, type Participation } from '@anlan/kernel/access';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Segmented } from 'antd';
import { UserRoundPlus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RefusalNote, StatusWord, Table } from '../parts/index.ts';
import { entityByKey } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import { OpenRecord } from './OpenRecord.tsx';
import { PARTICIPANT_WORDS } from './participant-words.ts';

/** What is opened beside records of registers. */
const OTHERS: Readonly<Record<string, { readonly label: string; readonly labelEn: string }>> = {
  case_file: { label: '事项', labelEn: 'Case' },
  check_run: { label: '检查', labelEn: 'Check' },
  expert_assignment: { label: '受托检查', labelEn: 'Commissioned visit' },
};

const rowsSchema = z.array(participationSchema);

/** Who was let into which single record of the scope: in what capacity, why, by whom, until when. */
export function ParticipantsPage() {
  const t = useWords(PARTICIPANT_WORDS);
  const [params, setParams] = useSearchParams();
  const [adding, setAdding] = useState(params.has('record'));
  const past = params.get('past') === '1';
  const found = useQuery({
    queryKey: ['participations', past],
    queryFn: ({ signal }) => api.get(`/participations/all${past ? '?past=1' : ''}`, rowsSchema, signal),
  });
  return (
    <Page title={t('participants')}>
      <PageHead
        title={t('participants')}
        note={t('note')}
        actions={
          <Button type="primary" icon={<UserRoundPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('open')}
          </Button>
        }
      />
      <div>
        <Segmented
          value={past ? '1' : '0'}
          options={[
            { value: '0', label: t('current') },
            { value: '1', label: t('withPast') },
          ]}
          onChange={(value) => setParams(value === '1' ? { past: '1' } : {}, { replace: true })}
        />
      </div>
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <Card flush>
          {found.data.length === 0 ? (
            <Empty icon={<UsersRound size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
          ) : (
            <Rows rows={found.data} />
          )}
        </Card>
      )}
      {adding ? (
        <OpenRecord entity={params.get('entity')} record={params.get('record')} close={() => setAdding(false)} />
      ) : null}
    </Page>
  );
}

function Rows({ rows }: { readonly rows: readonly Participation[] }) {
  const t = useWords(PARTICIPANT_WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const now = useNow(60_000);
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => api.remove(`/participations/${id}`, z.unknown()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['participations'] }),
  });
  const kindOf = ({ entity }: Participation) => label(entityByKey(entity) ?? OTHERS[entity] ?? { label: entity });
  const heads = [t('record'), t('person'), t('capacity'), t('reason'), t('from'), t('to'), t('by'), ''];
  return (
    <>
      {end.isError ? <RefusalNote error={end.error} kept={false} /> : null}
      <Table heads={heads} label={t('participants')}>
        {rows.map((row) => (
          <tr key={row.id}>
            <td title={row.label ?? ''}>
              <Link to={keep(row.href)}>{row.label || kindOf(row)}</Link> <small>{kindOf(row)}</small>
            </td>
            <td>{row.person}</td>
            <td>{label(CAPACITIES[row.capacity])}</td>
            <td title={row.reason}>{row.reason}</td>
            <td>{stampText(row.from).slice(0, 16)}</td>
            <td>{row.to === null ? t('forGood') : stampText(row.to).slice(0, 16)}</td>
            <td>{row.by ?? '—'}</td>
            <td>
              {row.endedAt !== null || (row.to !== null && row.to <= now) ? (
                <StatusWord state="draft">{t('over')}</StatusWord>
              ) : (
                <Popconfirm title={t('endSure')} onConfirm={() => end.mutate(row.id)}>
                  <Button size="small">{t('end')}</Button>
                </Popconfirm>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}
