import { Button, Drawer, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Ask.module.css';
import { Unit } from '../language/units.ts';

export interface Asked {
  readonly key: string;
  readonly label: string;
  readonly kind: 'text' | 'area' | 'date' | 'number' | 'pick' | 'picks';
  readonly required?: boolean;
  readonly max?: number;
  readonly unit?: string;
  readonly hint?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

export type Answers = Readonly<Record<string, unknown>>;

interface AskProps {
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly Asked[];
  readonly initial?: Answers;
  readonly open: boolean;
  readonly close: () => void;
  /** Rejects with the refusal, which is shown in its place; the drawer closes when it resolves. */
  readonly send: (answers: Answers) => Promise<unknown>;
}

const WORDS = { cancel: ['取消', 'Cancel'], required: ['必填', 'Required'] } as const;

/** A short form beside the page: a handful of questions and what the server says to them. */
export function Ask(props: AskProps) {
  return (
    <Drawer
      title={props.title}
      open={props.open}
      onClose={props.close}
      size={520}
      destroyOnHidden
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <Questions {...props} />
    </Drawer>
  );
}

function Questions({ fields, initial = {}, submit, close, send }: AskProps) {
  const t = useWords(WORDS);
  const [answers, setAnswers] = useState<Record<string, unknown>>({ ...initial });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const empty = (value: unknown) =>
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  const ready = fields.every((field) => field.required !== true || !empty(answers[field.key]));
  const go = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await send(Object.fromEntries(Object.entries(answers).filter(([, value]) => !empty(value))));
      close();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={styles.form} onSubmit={(event) => (event.preventDefault(), void go())}>
      {fields.map((field) => (
        <label key={field.key} className={styles.field}>
          <span>
            {field.label}
            {field.required === true ? <em aria-label={t('required')}>*</em> : null}
          </span>
          <Control
            field={field}
            value={answers[field.key]}
            change={(value) => setAnswers((before) => ({ ...before, [field.key]: value }))}
          />
          {field.hint === undefined ? null : <small>{field.hint}</small>}
        </label>
      ))}
      {error === undefined ? null : <RefusalNote error={error} />}
      <div className={styles.foot}>
        <Button onClick={close}>{t('cancel')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          loading={whileSlow(busy)}
          disabled={!ready}
          style={{ fontWeight: 700 }}
        >
          {submit}
        </Button>
      </div>
    </form>
  );
}

interface ControlProps {
  readonly field: Asked;
  readonly value: unknown;
  readonly change: (value: unknown) => void;
}

function Control({ field, value, change }: ControlProps) {
  const { kind, max = 200, label, options = [] } = field;
  if (kind === 'area')
    return (
      <Input.TextArea
        rows={3}
        maxLength={max}
        aria-label={label}
        value={(value as string) ?? ''}
        onChange={(event) => change(event.target.value)}
      />
    );
  if (kind === 'number')
    return (
      <InputNumber
        aria-label={label}
        value={(value as number) ?? null}
        suffix={<Unit of={field.unit} />}
        style={{ width: '100%' }}
        onChange={(next) => change(next)}
      />
    );
  if (kind === 'pick' || kind === 'picks')
    return (
      <Select
        aria-label={label}
        {...(kind === 'picks' && { mode: 'multiple' as const })}
        value={value ?? (kind === 'picks' ? [] : null)}
        options={[...options]}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(next: unknown) => change(next)}
      />
    );
  return (
    <Input
      type={kind === 'date' ? 'date' : 'text'}
      maxLength={kind === 'date' ? 10 : max}
      aria-label={label}
      value={(value as string) ?? ''}
      onChange={(event) => change(event.target.value)}
    />
  );
}
