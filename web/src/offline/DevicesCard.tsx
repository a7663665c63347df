import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Facts } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { WORDS } from './words.ts';

const keysSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    createdAt: z.number(),
    lastUsedAt: z.number().nullable(),
    revokedAt: z.number().nullable(),
  }),
);

/** Devices that may sign in this person's name; revoked ones stay listed. */
export function DevicesCard() {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const keys = useQuery({
    queryKey: ['account', 'devices'],
    queryFn: ({ signal }) => api.get('/account/devices', keysSchema, signal),
  });
  const revoke = useMutation({
    mutationFn: (id: string) => api.remove(`/account/devices/${id}`, z.unknown()),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['account', 'devices'] }),
  });
  return (
    <Card title={t('devices')} note={t('devicesNote')}>
      {keys.data?.length === 0 ? <Empty title={t('noDevices')} /> : null}
      <Facts
        rows={(keys.data ?? []).map((key) => [
          `${key.name} · ${key.id.slice(0, 8)}`,
          <span key={key.id}>
            {stampText(key.createdAt)} ·{' '}
            {key.lastUsedAt === null ? t('neverUsed') : t('lastUsed', { time: stampText(key.lastUsedAt) })}{' '}
            {key.revokedAt === null ? (
              <Popconfirm title={t('revoke')} onConfirm={() => revoke.mutate(key.id)}>
                <Button size="small">{t('revoke')}</Button>
              </Popconfirm>
            ) : (
              t('revoked', { time: stampText(key.revokedAt) })
            )}
          </span>,
        ])}
      />
    </Card>
  );
}
