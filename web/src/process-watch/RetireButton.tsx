import type { ProcessWatch } from '@anlan/kernel/telemetry';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { useWatchAct } from './queries.ts';
import { WORDS } from './words.ts';

/** Ends a watch, with the reason that stays with it. */
export function RetireButton({ watch }: { readonly watch: ProcessWatch }) {
  const t = useWords(WORDS);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const act = useWatchAct();
  const go = () =>
    act.mutate(
      { path: `/${watch.id}/retire`, body: { version: watch.version, reason } },
      { onSuccess: () => setOpen(false) },
    );
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('retire')}</Button>
      <Modal
        open={open}
        title={`${t('retire')} · ${watch.name}`}
        okText={t('retire')}
        cancelText={t('cancel')}
        okButtonProps={{ danger: true, disabled: reason.trim() === '', loading: whileSlow(act.isPending) }}
        onOk={go}
        onCancel={() => setOpen(false)}
      >
        <label>
          {t('reason')}
          <Input.TextArea value={reason} maxLength={300} rows={3} onChange={(event) => setReason(event.target.value)} />
        </label>
        {act.isError ? <RefusalNote error={act.error} /> : null}
      </Modal>
    </>
  );
}
