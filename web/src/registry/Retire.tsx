import type { Entity } from '@anlan/kernel/entity';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import type { RegistryRecord } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote } from '../parts/index.ts';
import { useRetire } from './queries.ts';
import { WORDS } from './words.ts';

interface RetireProps {
  readonly entity: Entity;
  readonly record: RegistryRecord;
  readonly open: boolean;
  readonly close: () => void;
  readonly gone: () => void;
}

/** Asks once, names the thing, says the consequence, wants the reason; the button repeats the verb. */
export function Retire({ entity, record, open, close, gone }: RetireProps) {
  const t = useWords(WORDS);
  const [reason, setReason] = useState('');
  const retire = useRetire(entity, record.id);
  const act = () => retire.mutate(reason.trim(), { onSuccess: () => (close(), gone()) });
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t('retireTitle', { name: record.name })}
      okText={t('retire')}
      cancelText={t('back')}
      width={420}
      destroyOnHidden
      onOk={act}
      confirmLoading={retire.isPending}
      okButtonProps={{ disabled: reason.trim() === '' }}
    >
      <p style={{ marginBottom: 10, color: 'var(--ink-2)' }}>{t('retireNote')}</p>
      <Input.TextArea
        autoFocus
        rows={3}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder={t('reason')}
        aria-label={t('reason')}
      />
      {retire.isError ? <RefusalNote error={retire.error} /> : null}
    </Modal>
  );
}
