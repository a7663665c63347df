import { doubtsOf, limitsAmong, type Entity } from '@anlan/kernel/entity';
import { App, Button, Form, Input, type FormInstance } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { RegistryRecord } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote, todayInChina, useFieldRule, whileSlow } from '../parts/index.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { useScope } from '../shell/index.ts';
import { timeText } from '../time/index.ts';
import { changesOf, dropDraft, keepDraft, readDraft } from './draft.ts';
import { useBoundsNote } from './bounds-note.ts';
import { FieldInput, RegionInput } from './inputs.tsx';
import { PositionItems } from './PositionItems.tsx';
import { useSave } from './queries.ts';
import styles from './RecordForm.module.css';
import { WORDS } from './words.ts';

interface RecordFormProps {
  readonly entity: Entity;
  /** Undefined registers a new record. */
  readonly record: RegistryRecord | undefined;
  readonly done: (saved: RegistryRecord) => void;
  readonly cancel: () => void;
}

function initialOf(entity: Entity, record: RegistryRecord | undefined, region: string | null): Record<string, unknown> {
  if (record === undefined) return region === null ? {} : { regionPath: region };
  const keys = ['name', 'regionPath', ...(entity.located ? ['lon', 'lat'] : []), ...Object.keys(entity.fields)];
  return Object.fromEntries(keys.map((key) => [key, record[key] ?? null]));
}

/** The generated form. Every keystroke is kept as a draft in this browser; a refusal keeps what was filled in. */
export function RecordForm({ entity, record, done, cancel }: RecordFormProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const rule = useFieldRule();
  const boundsNote = useBoundsNote();
  const scope = useScope();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Record<string, unknown>>();
  const [found] = useState(() => readDraft(entity.plural, record?.id, Date.now()));
  const [keptAt, setKeptAt] = useState<number>();
  const initial = useMemo(
    () => initialOf(entity, record, scope.narrowed ? scope.path : null),
    [entity, record, scope.narrowed, scope.path],
  );
  const save = useSave(entity, record);
  const limits = useLimitReason(entity, record, form);
  const refused = problemOf(save.error);
  useEffect(() => {
    const problem = problemOf(save.error);
    if (problem?.field !== undefined) form.setFields([{ name: problem.field, errors: [problem[language]] }]);
  }, [form, language, save.error]);
  const keep = useDraftKeeper(() => {
    const at = Date.now();
    if (keepDraft(entity.plural, record?.id, { at, values: changesOf(record ?? {}, form.getFieldsValue(true)) }))
      setKeptAt(at);
  });
  const submit = (values: Record<string, unknown>) => {
    const changes = changesOf(record ?? {}, values);
    if (Object.keys(changes).length === 0) {
      void message.info(t('nothingChanged'));
      return;
    }
    const odd = doubtsOf(entity, { ...record, ...changes }, Object.keys(changes), todayInChina());
    if (odd.length > 0) {
      form.setFields(odd.map(({ key, problem }) => ({ name: key, errors: [problem[language]] })));
      form.scrollToField(odd[0]!.key, { block: 'center' });
      return;
    }
    save.mutate(
      { values: changes, reason: limits.reason, from: limits.from },
      {
        onSuccess: (saved) => {
          keep.forget();
          dropDraft(entity.plural, record?.id);
          void message.success(limits.from === '' ? t('saved') : t('announcedSaved', { day: limits.from }));
          done(saved);
        },
      },
    );
  };
  const drop = () => (
    keep.forget(),
    dropDraft(entity.plural, record?.id),
    form.setFieldsValue(initial),
    setKeptAt(undefined),
    cancel()
  );
  const reload = () => void client.invalidateQueries({ queryKey: ['registry', entity.plural, 'record', record?.id] });
  return (
    <Form
      form={form}
      layout="vertical"
      className={styles.form ?? ''}
      initialValues={{ ...initial, ...found?.values }}
      onFinish={submit}
      onValuesChange={keep.soon}
      scrollToFirstError
    >
      <div className={styles.head}>
        <b>{t(record === undefined ? 'addOf' : 'editOf', { what: label(entity) })}</b>
        <span>
          {keptAt !== undefined
            ? t('draftSaved', { time: timeText(keptAt) })
            : found === undefined
              ? ''
              : t('draftFound', { time: timeText(found.at) })}
        </span>
        {found === undefined && keptAt === undefined ? null : (
          <Button type="link" size="small" onClick={drop}>
            {t('dropDraft')}
          </Button>
        )}
      </div>
      <div className={styles.fields}>
        <Form.Item
          name="name"
          label={label({ label: entity.nameLabel, labelEn: entity.nameLabelEn })}
          rules={[
            {
              required: true,
              whitespace: true,
              max: 120,
              message: t('required', { field: label({ label: entity.nameLabel, labelEn: entity.nameLabelEn }) }),
            },
          ]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item
          name="regionPath"
          label={t('region')}
          rules={[{ required: true, message: t('required', { field: t('region') }) }]}
        >
          <RegionInput />
        </Form.Item>
        {Object.entries(entity.fields).map(([key, field]) => (
          <Form.Item
            key={key}
            name={key}
            label={label(field)}
            rules={[rule(field, record?.[key])]}
            extra={language === 'zh' ? field.help : field.helpEn}
            tooltip={boundsNote(field)}
          >
            <FieldInput field={field} />
          </Form.Item>
        ))}
        {entity.located ? <PositionItems record={record} /> : null}
      </div>
      {limits.input}
      {save.isError ? <RefusalNote error={save.error} /> : null}
      {refused?.code === 'version-conflict' ? (
        <Button type="link" onClick={reload}>
          {t('loadLatest')}
        </Button>
      ) : null}
      <div className={styles.foot}>
        <Button onClick={cancel}>{t('cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={whileSlow(save.isPending)} style={{ fontWeight: 700 }}>
          {t('save')}
        </Button>
      </div>
    </Form>
  );
}

/** A draft is written when typing rests this long (ms): the form is not drawn anew for every letter. */
const REST = 400;

/** Runs `write` once typing rests, and at the latest when the form goes away; `forget` drops what has not been written. */
function useDraftKeeper(write: () => void): { readonly soon: () => void; readonly forget: () => void } {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(write);
  useEffect(() => {
    latest.current = write;
  });
  const [keeper] = useState(() => ({
    soon: () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => ((timer.current = undefined), latest.current()), REST);
    },
    forget: () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
  }));
  useEffect(() => {
    const leave = () => {
      if (timer.current === undefined) return;
      keeper.forget();
      latest.current();
    };
    window.addEventListener('pagehide', leave);
    return () => (window.removeEventListener('pagehide', leave), leave());
  }, [keeper]);
  return keeper;
}

/** Asks why, as soon as a limit of a registered record is changed in the form. */
function useLimitReason(
  entity: Entity,
  record: RegistryRecord | undefined,
  form: FormInstance<Record<string, unknown>>,
) {
  const t = useWords(WORDS);
  const label = useLabel();
  const [reason, setReason] = useState('');
  const [from, setFrom] = useState('');
  const changed = Form.useWatch(
    (values: Record<string, unknown>) =>
      record === undefined ? '' : limitsAmong(entity, Object.keys(changesOf(record, values))).join(','),
    form,
  );
  const keys = (changed ?? '').split(',').filter((key) => key !== '');
  const fields = keys.map((key) => label(entity.fields[key]!)).join('、');
  const input =
    keys.length === 0 ? null : (
      <>
        <Form.Item label={t('limitReason')} required extra={t('limitReasonNote', { fields })}>
          <Input.TextArea
            rows={2}
            maxLength={300}
            value={reason}
            aria-required
            aria-label={t('limitReason')}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('limitFrom')} extra={t('limitFromNote')}>
          <Input
            type="date"
            aria-label={t('limitFrom')}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </Form.Item>
      </>
    );
  return { from: keys.length === 0 ? '' : from, reason: keys.length === 0 ? '' : reason.trim(), input };
}
