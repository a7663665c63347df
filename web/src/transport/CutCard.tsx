import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { Fuel, ShieldAlert, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, RefusalNote, StatusWord, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { stampText } from '../time/index.ts';
import { useDrivers } from './Driver.tsx';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

const cutSchema = z.object({
  id: z.string(),
  reason: z.string(),
  state: z.enum(['requested', 'sending', 'cut', 'refused', 'declined', 'lapsed']),
  requestedAt: z.number(),
  requestedBy: z.string(),
  lapsesAt: z.number(),
  decidedAt: z.number().nullable(),
  decidedBy: z.string().nullable(),
  outcome: z.string().nullable(),
});
type Cut = z.infer<typeof cutSchema>;
const WORK = {
  requested: 'doing',
  sending: 'wait',
  cut: 'late',
  refused: 'wait',
  declined: 'wait',
  lapsed: 'wait',
} as const;

/** Cutting a vehicle's oil and power: one asks, another approves; the platform sends only while the vehicle stands. */
export function CutCard({ vehicle }: { readonly vehicle: string }) {
  const drivers = useDrivers(vehicle);
  const requests = useMay('vehicle.cut');
  const approves = useMay('vehicle.cut-approve');
  const terminal = drivers.data?.terminal ?? null;
  return terminal === null || !(requests || approves) ? null : (
    <Cuts device={terminal} requests={requests} approves={approves} />
  );
}

function Cuts({
  device,
  requests,
  approves,
}: {
  readonly device: string;
  readonly requests: boolean;
  readonly approves: boolean;
}) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const key = ['devices', 'cuts', device];
  const cuts = useQuery({
    queryKey: key,
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get(`/devices/${device}/cuts`, z.array(cutSchema), signal),
  });
  const act = useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: object }) =>
      api.post(path, body, z.looseObject({ state: z.string() })),
    onSuccess: () => {
      setAsking(false);
      setReason('');
      void message.success(t('cutDone'));
    },
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  });
  const sure = (title: string, note: string, path: string): void =>
    void modal.confirm({
      title,
      content: note,
      okText: t('confirm'),
      cancelText: t('cancel'),
      okButtonProps: { danger: true },
      onOk: () =>
        act.mutate({
          path,
          body: {},
        }),
    });
  const rows = cuts.data ?? [];
  const open = rows.some(({ state }) => state === 'requested' || state === 'sending');
  return (
    <Card title={t('cutCard')} note={t('cutNote')}>
      <div className={styles.stack} data-testid="cut-card">
        {requests ? (
          <div className={styles.acts}>
            <Button danger disabled={open} icon={<Fuel size={15} aria-hidden />} onClick={() => setAsking(true)}>
              {t('askCut')}
            </Button>
            <Button
              icon={<Undo2 size={15} aria-hidden />}
              loading={whileSlow(act.isPending)}
              onClick={() => sure(t('restore'), t('restoreNote'), `/devices/${device}/restore`)}
            >
              {t('restore')}
            </Button>
          </div>
        ) : null}
        {act.isError ? <RefusalNote error={act.error} /> : null}
        {rows.slice(0, 5).map((cut) => (
          <Line key={cut.id} cut={cut}>
            {cut.state !== 'requested' ? null : (
              <span className={styles.acts}>
                {approves ? (
                  <Button
                    size="small"
                    type="primary"
                    danger
                    icon={<ShieldAlert size={14} aria-hidden />}
                    loading={whileSlow(act.isPending)}
                    onClick={() => sure(t('approveCut'), t('approveNote'), `/cuts/${cut.id}/approve`)}
                  >
                    {t('approveCut')}
                  </Button>
                ) : null}
                {requests ? (
                  <Button size="small" onClick={() => act.mutate({ path: `/cuts/${cut.id}/decline`, body: {} })}>
                    {t('declineCut')}
                  </Button>
                ) : null}
              </span>
            )}
          </Line>
        ))}
      </div>
      <Modal
        open={asking}
        title={t('askCut')}
        okText={t('askCut')}
        cancelText={t('cancel')}
        okButtonProps={{ danger: true, disabled: reason.trim().length < 4, loading: whileSlow(act.isPending) }}
        onCancel={() => setAsking(false)}
        onOk={() => act.mutate({ path: `/devices/${device}/cut`, body: { reason: reason.trim() } })}
      >
        <p>{t('askCutNote')}</p>
        <Input.TextArea
          value={reason}
          maxLength={200}
          showCount
          autoSize={{ minRows: 2, maxRows: 5 }}
          aria-label={t('cutReason')}
          placeholder={t('cutReason')}
          onChange={(event) => setReason(event.target.value)}
        />
        {act.isError ? <RefusalNote error={act.error} /> : null}
      </Modal>
    </Card>
  );
}

function Line({ cut, children }: { readonly cut: Cut; readonly children: React.ReactNode }) {
  const t = useWords(WORDS);
  const decided = cut.decidedBy === null ? '' : ` · ${cut.decidedBy} ${stampText(cut.decidedAt ?? 0).slice(5, 16)}`;
  return (
    <div className={styles.cut}>
      <StatusWord state={WORK[cut.state]}>{t(`cut_${cut.state}`)}</StatusWord>
      <span title={cut.reason}>{cut.reason}</span>
      <small>
        {cut.requestedBy} {stampText(cut.requestedAt).slice(5, 16)}
        {decided}
        {cut.state === 'requested' ? ` · ${t('cutUntil', { at: stampText(cut.lapsesAt).slice(11, 16) })}` : ''}
      </small>
      {children}
    </div>
  );
}
