import type { Entity } from '@anlan/kernel/entity';
import { announcementSchema, type Announcement } from '@anlan/kernel/registry';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { api, type RegistryRecord } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote, StatusWord } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { useMay } from './may.ts';
import { WORDS } from './tool-words.ts';
import styles from './Tools.module.css';
import { Value } from './Value.tsx';

const listSchema = z.array(announcementSchema);

function useAnnouncements(entity: Entity, record: RegistryRecord) {
  return useQuery({
    queryKey: ['registry', entity.plural, 'history', record.id, 'announced', record.version],
    queryFn: ({ signal }) => api.get(`/${entity.plural}/${record.id}/announcements`, listSchema, signal),
  });
}

interface Props {
  readonly entity: Entity;
  readonly record: RegistryRecord;
}

/** Limits that are to hold from a later day, with the way back; in the history those withdrawn or failed too. */
export function Announced({ entity, record, all = false }: Props & { readonly all?: boolean }) {
  const found = useAnnouncements(entity, record).data ?? [];
  const shown = found.filter(({ standing }) => (all ? standing !== 'applied' : standing === 'coming'));
  return (
    <>
      {shown.map((one) => (
        <One key={one.id} entity={entity} record={record} one={one} />
      ))}
    </>
  );
}

function One({ entity, record, one }: Props & { readonly one: Announcement }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const may = useMay('registry.write');
  const [asking, setAsking] = useState(false);
  const day = stampText(one.from).slice(0, 10);
  return (
    <div className={styles.standing} data-testid="announced" data-standing={one.standing}>
      <CalendarClock size={15} aria-hidden />
      <StatusWord state={one.standing === 'coming' ? 'doing' : 'wait'}>
        {t(`announced-${one.standing}`, { day })}
      </StatusWord>
      {one.changes.map(({ field, from, to }) => {
        const declared = entity.fields[field];
        return declared === undefined ? null : (
          <span key={field}>
            <b>{label(declared)}</b> <Value field={declared} value={from} /> → <Value field={declared} value={to} />
          </span>
        );
      })}
      <small>
        {t('announcedBy', { by: one.by, at: stampText(one.at).slice(0, 10), reason: one.reason })}
        {one.withdrawn === null
          ? ''
          : ` · ${t('withdrawnBy', { by: one.withdrawn.by, at: stampText(one.withdrawn.at).slice(0, 10), reason: one.withdrawn.reason })}`}
        {one.failed === null ? '' : ` · ${one.failed[language]}`}
      </small>
      {may && one.standing === 'coming' ? (
        <Button type="link" size="small" data-noprint onClick={() => setAsking(true)}>
          {t('withdrawAnnounced')}
        </Button>
      ) : null}
      {asking ? <Withdraw entity={entity} record={record} one={one} close={() => setAsking(false)} /> : null}
    </div>
  );
}

function Withdraw({ entity, record, one, close }: Props & { readonly one: Announcement; readonly close: () => void }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const send = useMutation({
    mutationFn: () =>
      api.post(
        `/${entity.plural}/${record.id}/announcements/${one.id}/withdraw`,
        { reason: reason.trim() },
        listSchema,
      ),
    onSuccess: () => {
      close();
      void client.invalidateQueries({ queryKey: ['registry', entity.plural, 'history', record.id] });
    },
  });
  return (
    <Modal
      open
      title={t('withdrawAnnounced')}
      okText={t('withdrawAnnounced')}
      cancelText={t('back')}
      onCancel={close}
      onOk={() => send.mutate()}
      confirmLoading={send.isPending}
      okButtonProps={{ disabled: reason.trim() === '' }}
      destroyOnHidden
    >
      <Input.TextArea
        rows={3}
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder={t('reason')}
        aria-label={t('reason')}
      />
      {send.isError ? <RefusalNote error={send.error} /> : null}
    </Modal>
  );
}
