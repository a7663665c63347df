import { type Field } from '@anlan/kernel/entity';
import { Button, Form } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { ReferencePick } from '../case/ReferencePick.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { FieldInput } from '../registry/inputs.tsx';
import styles from './AskForm.module.css';
import { problemOf, RefusalNote } from './Refusal.tsx';
import { WORDS } from './words.ts';
import { whileSlow } from './while-slow.ts';
import { useFieldRule } from './field-rule.ts';

export type Values = Readonly<Record<string, unknown>>;

interface AskFormProps {
  readonly asks: Readonly<Record<string, Field>>;
  readonly initial?: Values;
  readonly enterprise?: string | null;
  readonly verb: string;
  readonly danger?: boolean;
  readonly pending: boolean;
  readonly error: unknown;
  readonly send: (values: Values) => void;
  readonly cancel?: (() => void) | undefined;
  /** Between the fields and the buttons. */
  readonly children?: ReactNode;
}

/** A short form that leaves nothing on the device: generated from its fields, refused at the field, sent once. */
export function AskForm(props: AskFormProps) {
  const { asks, initial, enterprise = null, verb, danger = false, pending, error, send, cancel, children } = props;
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const [form] = Form.useForm<Record<string, unknown>>();
  const about = (Form.useWatch('enterprise', form) as string | null | undefined) ?? enterprise;
  const problem = problemOf(error);
  const atField = problem?.field !== undefined && asks[problem.field] !== undefined ? problem.field : undefined;
  useEffect(() => {
    if (atField !== undefined && problem !== undefined)
      form.setFields([{ name: atField, errors: [problem[language]] }]);
  }, [error, atField, form, language, problem]);
  const rule = useFieldRule();
  const submit = (values: Record<string, unknown>) =>
    send(
      Object.fromEntries(
        Object.entries(values).filter(([key, value]) => asks[key] !== undefined && value != null && value !== ''),
      ),
    );
  return (
    <Form form={form} layout="vertical" initialValues={{ ...initial }} onFinish={submit} className={styles.form ?? ''}>
      <div className={styles.fields}>
        {Object.entries(asks).map(([key, field]) => (
          <Form.Item
            key={key}
            name={key}
            label={label(field)}
            className={field.kind === 'text' && (field.max ?? 200) > 120 ? (styles.wide ?? '') : ''}
            rules={[rule(field)]}
            extra={language === 'zh' ? field.help : field.helpEn}
          >
            {field.kind === 'reference' ? (
              <ReferencePick field={field} enterprise={about} />
            ) : (
              <FieldInput field={field} />
            )}
          </Form.Item>
        ))}
      </div>
      {children}
      {error == null || atField !== undefined ? null : <RefusalNote error={error} />}
      <div className={styles.foot}>
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
