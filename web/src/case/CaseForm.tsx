import { isVoice } from '@anlan/kernel/attachment';
import type { Evidence as Needed } from '@anlan/kernel/case';
import type { Field } from '@anlan/kernel/entity';
import { Button, Form, type FormInstance } from 'antd';
import { Fragment, useEffect, useEffectEvent, useMemo, useRef, useState, type ReactNode } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote, useFieldRule, whileSlow } from '../parts/index.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { FormPlace } from '../code-lists/lists.ts';
import { useSource } from '../language/sources.ts';
import { FieldInput } from '../registry/inputs.tsx';
import { useRecord } from '../registry/queries.ts';
import { timeText } from '../time/index.ts';
import styles from './CaseForm.module.css';
import { Evidence } from './Evidence.tsx';
import { dropForm, keepForm, readForm } from './form-draft.ts';
import type { Sent } from './queries.ts';
import { ReferencePick } from './ReferencePick.tsx';
import { pendingFiles, sentFiles, useFiles } from './use-files.ts';
import { WORDS } from './words.ts';

export interface CaseFormProps {
  /** Under this name the draft is kept: `hidden-danger.open`, `<case>.submit`. */
  readonly draft: string;
  readonly asks: Readonly<Record<string, Field>>;
  readonly evidence?: Needed | undefined;
  readonly initial?: Readonly<Record<string, unknown>>;
  /** Enterprise the form is about where it does not ask for one. */
  readonly enterprise?: string | null;
  /** Region path of the case: lists offer what they offer there. Left out it is where the enterprise lies. */
  readonly place?: string | undefined;
  readonly verb: string;
  readonly danger?: boolean;
  readonly pending: boolean;
  readonly error: unknown;
  /** Sends the form; `settled` is called once it was taken. */
  readonly send: (sent: Sent, settled: () => void) => void;
  readonly cancel?: (() => void) | undefined;
  /** What helps to fill the form in: shown under its title, may set fields and then keeps the draft. */
  readonly renderHint?: ((form: FormInstance<Record<string, unknown>>, keep: () => void) => ReactNode) | undefined;
  /** After a refusal that a newer version of the case would lift. */
  readonly reload?: (() => void) | undefined;
}

/** Fields that want the whole width of the form. */
function isWide(field: Field): boolean {
  return field.kind === 'text' && (field.max ?? 200) > 120;
}

/** The form of an act, generated from what it asks: kept as a draft, refused at the field, sent once. */
export function CaseForm(props: CaseFormProps) {
  const { asks, evidence, initial, enterprise = null, verb, danger = false, pending, error, cancel, reload } = props;
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const needed = evidence && { least: evidence.least, label: label(evidence) };
  const rule = useFieldRule();
  const source = useSource();
  const [form] = Form.useForm<Record<string, unknown>>();
  const [found] = useState(() => readForm(props.draft, Date.now()));
  const [kept, setKept] = useState<number | 'lost' | undefined>(found.at);
  const files = useFiles(found.files);
  const [early, setEarly] = useState<string>();
  const start = useMemo(() => ({ ...initial, ...found.input }), [initial, found]);
  const about = (Form.useWatch('enterprise', form) as string | null | undefined) ?? enterprise;
  const firm = useRecord('enterprises', props.place === undefined ? about : null);
  const place = props.place ?? firm.data?.regionPath ?? null;
  const problem = problemOf(error);
  const atField = problem?.field !== undefined && asks[problem.field] !== undefined ? problem.field : undefined;
  useEffect(() => {
    if (atField !== undefined && problem !== undefined)
      form.setFields([{ name: atField, errors: [problem[language]] }]);
    if (atField !== undefined) form.scrollToField(atField, { block: 'center' });
  }, [error, atField, form, language, problem]);
  // On a phone the note lies below the buttons that stand: a refusal nobody sees looks like nothing happening.
  // Newer browsers answer scrolling with a promise, which is no way to clean up.
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => void note.current?.scrollIntoView({ block: 'center' }), [error]);
  const keep = () => {
    const now = Date.now();
    const draft = { input: form.getFieldsValue(true), files: files.held, requestId: found.requestId };
    setKept(keepForm(props.draft, draft, now) ? now : 'lost');
  };
  const { held } = files;
  // The draft follows the files; the fields keep themselves.
  const follow = useEffectEvent(() => {
    if (held.length > 0 || found.files.length > 0) keep();
    setEarly(undefined);
  });
  useEffect(() => follow(), [held]);
  const submit = (values: Record<string, unknown>) => {
    if (held.some((one) => one.state === 'uploading')) return setEarly(t('waitFiles'));
    const [there, pending] = [sentFiles(held), pendingFiles(held)];
    const least = evidence?.least ?? 0;
    const seen = held.filter(({ type }) => !isVoice(type));
    const n = new Set(seen.map(({ key, sha256 }) => sha256 ?? key)).size;
    if (n < least) return setEarly(t('filesNeeded', { label: needed?.label ?? '', least, n }));
    const filled = Object.entries(values).filter(
      ([key, value]) => asks[key] !== undefined && value != null && value !== '',
    );
    const sent = { input: Object.fromEntries(filled), files: there, requestId: found.requestId };
    props.send({ ...sent, ...(pending.length === 0 ? {} : { pending }) }, () => dropForm(props.draft));
  };
  const discard = () => (dropForm(props.draft), form.resetFields(), setKept(undefined), cancel?.());
  const filesProblem = early ?? (problem?.field === 'files' ? problem[language] : undefined);
  const fields = Object.entries(asks).map(([key, field]) => (
    <Fragment key={key}>
      <Form.Item
        name={key}
        label={label(field)}
        className={isWide(field) ? (styles.wide ?? '') : ''}
        rules={[rule(field)]}
        extra={language === 'zh' ? field.help : field.helpEn}
        tooltip={field.source === undefined ? undefined : source(field.source)}
      >
        {field.kind === 'reference' ? <ReferencePick field={field} enterprise={about} /> : <FieldInput field={field} />}
      </Form.Item>
      {key === 'title' && props.renderHint !== undefined ? (
        <div className={styles.wide}>{props.renderHint(form, keep)}</div>
      ) : null}
    </Fragment>
  ));
  return (
    <Form
      form={form}
      layout="vertical"
      className={styles.form ?? ''}
      initialValues={start}
      onFinish={submit}
      onValuesChange={keep}
      scrollToFirstError={{ block: 'center', focus: true }}
    >
      <div className={styles.fields}>
        <FormPlace value={place}>{fields}</FormPlace>
      </div>
      <Evidence files={files} needed={needed} error={filesProblem} />
      {error == null || atField !== undefined || problem?.field === 'files' ? null : (
        <div ref={note}>
          <RefusalNote error={error} />
        </div>
      )}
      {problem?.code === 'version-conflict' && reload !== undefined ? (
        <Button type="link" onClick={reload}>
          {t('loadLatest')}
        </Button>
      ) : null}
      <div className={styles.foot} data-thumb-foot>
        <DraftNote kept={kept} found={found.at} discard={discard} />
        {cancel === undefined ? null : <Button onClick={cancel}>{t('cancel')}</Button>}
        <Button
          type="primary"
          danger={danger}
          htmlType="submit"
          loading={whileSlow(pending)}
          style={{ fontWeight: 700 }}
        >
          {verb}
        </Button>
      </div>
    </Form>
  );
}

interface NoteProps {
  readonly kept: number | 'lost' | undefined;
  readonly found: number | undefined;
  readonly discard: () => void;
}

function DraftNote({ kept, found, discard }: NoteProps) {
  const t = useWords(WORDS);
  if (kept === undefined) return <span className={styles.note} />;
  if (kept === 'lost') return <span className={styles.note}>{t('draftLost')}</span>;
  return (
    <span className={styles.note} role="status">
      {t(kept === found ? 'draftFound' : 'draftSaved', { time: timeText(kept) })}
      <Button type="link" size="small" onClick={discard}>
        {t('dropDraft')}
      </Button>
    </span>
  );
}
