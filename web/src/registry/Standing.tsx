import { LENGTHS } from '@anlan/kernel/entity';
import type { Entity } from '@anlan/kernel/entity';
import { standingSchema } from '@anlan/kernel/registry';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { BadgeCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { api, query, recordSchema, type RegistryRecord } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote, StatusWord, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { useMay } from './may.ts';
import { RecordFacts } from './RecordFacts.tsx';
import { WORDS } from './tool-words.ts';
import styles from './Tools.module.css';

export function useStanding(plural: string, id: string, version: number) {
  return useQuery({
    queryKey: ['registry', plural, 'standing', id, version],
    queryFn: ({ signal }) => api.get(`/${plural}/${id}/standing`, standingSchema, signal),
  });
}

interface Props {
  readonly entity: Entity;
  readonly record: RegistryRecord;
}

/** Verified or not, of which version and by whom; the button for those who may answer for it; merges with the way back. */
export function Standing({ entity, record }: Props) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const client = useQueryClient();
  const { message } = App.useApp();
  const standing = useStanding(entity.plural, record.id, record.version).data;
  const mayVerify = useMay('registry.verify');
  const verify = useMutation({
    mutationFn: () => api.post(`/${entity.plural}/${record.id}/verify`, { version: record.version }, standingSchema),
    onSuccess: (next) => {
      client.setQueryData(['registry', entity.plural, 'standing', record.id, record.version], next);
      void message.success(t('verifyDone', { v: record.version }));
    },
  });
  if (standing === undefined) return null;
  const { verification, verified } = standing;
  const said =
    verification === null
      ? t('unverified')
      : verified
        ? t('verifiedBy', { by: verification.by, at: stampText(verification.at).slice(0, 10) })
        : t('changedSince', { v: verification.version });
  return (
    <div className={styles.standing} data-testid="standing" data-verified={verified}>
      {verified ? (
        <BadgeCheck size={15} color="var(--done)" aria-hidden />
      ) : (
        <CircleDashed size={15} color="var(--wait)" aria-hidden />
      )}
      <StatusWord state={verified ? 'done' : 'wait'}>{said}</StatusWord>
      {standing.missing.length === 0 ? null : (
        <span title={standing.missing.map((one) => label(one)).join(language === 'zh' ? '、' : ', ')}>
          {t('missingN', { n: standing.missing.length })}
        </span>
      )}
      {standing.doubts.map(({ key, field, problem }) => (
        <span key={`${key}${problem.zh}`} className={styles.doubt} data-testid="doubt">
          <TriangleAlert size={13} aria-hidden /> {field[language]}
          {language === 'zh' ? '：' : ': '}
          {problem[language]}
        </span>
      ))}
      {mayVerify && !verified ? (
        <Button size="small" data-noprint loading={whileSlow(verify.isPending)} onClick={() => verify.mutate()}>
          {t('verify')}
        </Button>
      ) : null}
      <AsOf entity={entity} record={record} />
      {verify.isError ? <RefusalNote error={verify.error} /> : null}
      {standing.merged.map((merge) => (
        <Merged key={`${merge.id}${merge.at}`} entity={entity} record={record} merge={merge} may={mayVerify} />
      ))}
    </div>
  );
}

type Merge = z.infer<typeof standingSchema>['merged'][number];

function Merged({ entity, merge, may }: Props & { readonly merge: Merge; readonly may: boolean }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const undo = useMutation({
    mutationFn: () =>
      api.post(`/${entity.plural}/${merge.id}/unmerge`, { reason: reason.trim() }, z.object({ moved: z.number() })),
    onSuccess: ({ moved }) => {
      setAsking(false);
      void message.success(t('unmerged', { n: moved }));
      void client.invalidateQueries({ queryKey: ['registry', entity.plural] });
    },
  });
  return (
    <span>
      {t('mergedFrom', { name: merge.name, at: stampText(merge.at).slice(0, 10), by: merge.by, reason: merge.reason })}
      {may && merge.undoable ? (
        <Button type="link" size="small" onClick={() => setAsking(true)}>
          {t('unmerge')}
        </Button>
      ) : null}
      <Modal
        open={asking}
        title={t('unmerge')}
        okText={t('unmerge')}
        cancelText={t('back')}
        onCancel={() => setAsking(false)}
        onOk={() => undo.mutate()}
        confirmLoading={undo.isPending}
        okButtonProps={{ disabled: reason.trim() === '' }}
        destroyOnHidden
      >
        <Input.TextArea
          maxLength={LENGTHS.reason}
          rows={3}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          placeholder={t('reason')}
          aria-label={t('reason')}
        />
        {undo.isError ? <RefusalNote error={undo.error} /> : null}
      </Modal>
    </span>
  );
}

const asOfSchema = z.object({ record: recordSchema, version: z.number(), since: z.array(z.string()) });

/** The record as it was on a day, rebuilt from its history. */
function AsOf({ entity, record }: Props) {
  const t = useWords(WORDS);
  const [on, setOn] = useState<Dayjs | null>(null);
  const at = on?.endOf('day').toISOString();
  const then = useQuery({
    queryKey: ['registry', entity.plural, 'as-of', record.id, at],
    enabled: at !== undefined,
    retry: false,
    queryFn: ({ signal }) => api.get(`/${entity.plural}/${record.id}/as-of${query({ at })}`, asOfSchema, signal),
  });
  return (
    <>
      <DatePicker
        size="small"
        data-noprint
        variant="borderless"
        placeholder={t('asOf')}
        aria-label={t('asOf')}
        value={on}
        onChange={setOn}
        disabledDate={(day) => day.isAfter(new Date())}
        style={{ width: 124 }}
      />
      <Modal
        open={on !== null}
        footer={null}
        width={560}
        onCancel={() => setOn(null)}
        title={`${record.name} · ${on?.format('YYYY-MM-DD') ?? ''}`}
        destroyOnHidden
      >
        {then.isError ? <p>{t('asOfNone')}</p> : null}
        {then.data === undefined ? null : (
          <>
            <p style={{ marginBottom: 8, color: 'var(--ink-2)' }}>
              {t('asOfNote', { on: on?.format('YYYY-MM-DD') ?? '', v: then.data.version, n: then.data.since.length })}
            </p>
            <RecordFacts
              entity={entity}
              record={then.data.record}
              marked={then.data.since}
              asOf={on?.endOf('day').valueOf()}
            />
          </>
        )}
      </Modal>
    </>
  );
}
