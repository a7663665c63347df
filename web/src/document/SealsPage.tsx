import { sealSchema, type Seal } from '@anlan/kernel/document';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Stamp } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RefusalNote, Table, whileSlow } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { SealForm } from './SealForm.tsx';
import styles from './Seals.module.css';
import { SEAL_WORDS } from './seal-words.ts';

const sealsSchema = z.array(sealSchema);

/** Seals of the authorities within the security administrator's scope: picture, hash, who may use them; replaced ones. */
export function SealsPage() {
  const t = useWords(SEAL_WORDS);
  const [adding, setAdding] = useState<string | null>();
  const found = useQuery({
    queryKey: ['seals'],
    queryFn: ({ signal }) => api.get('/seals', sealsSchema, signal),
  });
  const current = found.data?.filter(({ retiredAt }) => retiredAt === null) ?? [];
  const past = found.data?.filter(({ retiredAt }) => retiredAt !== null) ?? [];
  return (
    <Page title={t('seals')}>
      <PageHead
        title={t('seals')}
        note={t('note')}
        actions={
          <Button type="primary" icon={<Stamp size={16} aria-hidden />} onClick={() => setAdding(null)}>
            {t('add')}
          </Button>
        }
      />
      {found.isPending ? <Loading rows={4} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data !== undefined && current.length === 0 ? (
        <Card>
          <Empty icon={<Stamp size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
        </Card>
      ) : null}
      <div className={styles.seals}>
        {current.map((seal) => (
          <Current key={seal.id} seal={seal} replace={() => setAdding(seal.regionPath)} />
        ))}
      </div>
      {past.length === 0 ? null : (
        <Card title={t('past')} note={t('pastNote')} flush>
          <Past rows={past} />
        </Card>
      )}
      {adding === undefined ? null : <SealForm place={adding} close={() => setAdding(undefined)} />}
    </Page>
  );
}

function Current({ seal, replace }: { readonly seal: Seal; readonly replace: () => void }) {
  const t = useWords(SEAL_WORDS);
  const client = useQueryClient();
  const [reason, setReason] = useState<string>();
  const retire = useMutation({
    mutationFn: (why: string) => api.post(`/seals/${seal.id}/retire`, { reason: why }, sealsSchema),
    onSuccess: (rows) => client.setQueryData(['seals'], rows),
  });
  return (
    <Card title={seal.place} note={t('papers', { n: seal.papers })}>
      <div className={styles.seal}>
        <img src={`/api/seals/${seal.id}/picture`} alt={t('pictureOf', { place: seal.place })} />
        <dl>
          <dt>{t('users')}</dt>
          <dd>{seal.users.length === 0 ? t('nobody') : seal.users.map(({ name }) => name).join('、')}</dd>
          <dt>{t('since')}</dt>
          <dd>
            {stampText(seal.uploadedAt).slice(0, 16)} · {seal.uploadedBy}
          </dd>
          <dt>SHA-256</dt>
          <dd>
            <code>{seal.sha256}</code>
          </dd>
        </dl>
      </div>
      {retire.isError ? <RefusalNote error={retire.error} kept={false} /> : null}
      {reason === undefined ? (
        <div className={styles.acts}>
          <Button onClick={replace}>{t('replace')}</Button>
          <Button danger onClick={() => setReason('')}>
            {t('retire')}
          </Button>
        </div>
      ) : (
        <div className={styles.acts}>
          <Input
            maxLength={300}
            value={reason}
            aria-label={t('reason')}
            placeholder={t('reasonHint')}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            danger
            disabled={reason.trim() === ''}
            loading={whileSlow(retire.isPending)}
            onClick={() => retire.mutate(reason.trim())}
          >
            {t('retire')}
          </Button>
          <Button onClick={() => setReason(undefined)}>{t('cancel')}</Button>
        </div>
      )}
    </Card>
  );
}

function Past({ rows }: { readonly rows: readonly Seal[] }) {
  const t = useWords(SEAL_WORDS);
  return (
    <Table heads={[t('place'), t('since'), t('until'), t('papersHead'), 'SHA-256']} label={t('past')}>
      {rows.map((seal) => (
        <tr key={seal.id}>
          <td>{seal.place}</td>
          <td>{stampText(seal.uploadedAt).slice(0, 16)}</td>
          <td>{seal.retiredAt === null ? '' : stampText(seal.retiredAt).slice(0, 16)}</td>
          <td>{seal.papers}</td>
          <td title={seal.sha256}>
            <code>{seal.sha256.slice(0, 16)}…</code>
          </td>
        </tr>
      ))}
    </Table>
  );
}
