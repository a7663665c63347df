import type { Entry } from '@anlan/kernel/code-list';
import { CODE } from '@anlan/kernel/entity';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useEffect } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { RegionInput } from '../registry/inputs.tsx';
import { useScope } from '../shell/index.ts';
import { instantOf } from '../time/index.ts';
import { useSay } from './queries.ts';
import { WORDS } from './words.ts';

export type Doing = 'add' | 'rename' | 'end' | 'resume';

interface Filled {
  readonly regionPath?: string;
  readonly code?: string;
  readonly label?: string;
  readonly labelEn?: string;
  readonly also?: string[];
  readonly after?: string | null;
  readonly from?: string;
  readonly reason?: string;
}

interface FormProps {
  readonly list: string;
  readonly doing: Doing;
  /** The entry it is about; none when one is added. */
  readonly entry?: Entry | undefined;
  readonly entries: readonly Entry[];
  readonly close: () => void;
}

const FIELDS = ['regionPath', 'code', 'label', 'labelEn', 'also', 'from', 'reason'] as const;

/** One change of an entry: its words, from when, and why; refused where the field stands. */
export function EntryForm({ list, doing, entry, entries, close }: FormProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const scope = useScope();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const say = useSay(list);
  const problem = problemOf(say.error);
  const atField = FIELDS.find((field) => field === problem?.field);
  useEffect(() => {
    if (atField !== undefined && problem !== undefined)
      form.setFields([{ name: atField, errors: [problem[language]] }]);
  }, [say.error, atField, form, language, problem]);
  const must = (field: string) => ({ required: true, whitespace: true, message: t('required', { field }) });
  const words = doing === 'add' || doing === 'rename';
  const submit = (filled: Filled) =>
    say.mutate(
      {
        code: entry?.value ?? filled.code ?? '',
        regionPath: filled.regionPath ?? '',
        from: instantOf(filled.from ?? '') ?? Date.now(),
        label: (filled.label ?? entry?.label ?? '').trim(),
        labelEn: (filled.labelEn ?? entry?.labelEn ?? '').trim(),
        also: filled.also ?? entry?.also ?? [],
        ...(filled.after == null ? {} : { after: filled.after }),
        ended: doing === 'end',
        reason: (filled.reason ?? '').trim(),
      },
      { onSuccess: () => (void message.success(t(doing === 'add' ? 'addDone' : 'saved')), close()) },
    );
  const place = entry?.regionPath ?? scope.path;
  return (
    <Modal open title={t(doing)} footer={null} onCancel={close} destroyOnHidden>
      {doing === 'end' && entry !== undefined ? <p>{t('endNote', { name: label(entry) })}</p> : null}
      <Form<Filled>
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={{
          ...(place === null ? {} : { regionPath: place }),
          label: entry?.label,
          labelEn: entry?.labelEn,
          also: [...(entry?.also ?? [])],
        }}
      >
        <Form.Item name="regionPath" label={t('where')} rules={[must(t('where'))]}>
          <RegionInput />
        </Form.Item>
        {words ? (
          <>
            <Form.Item name="label" label={t('name')} rules={[must(t('name'))]}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="labelEn" label={t('english')} rules={[must(t('english'))]}>
              <Input maxLength={60} />
            </Form.Item>
          </>
        ) : null}
        {doing === 'add' ? (
          <Form.Item
            name="code"
            label={t('code')}
            extra={t('codeHint')}
            rules={[must(t('code')), { pattern: CODE, message: t('badCode') }]}
          >
            <Input maxLength={40} />
          </Form.Item>
        ) : null}
        {words ? (
          <>
            <Form.Item name="also" label={t('also')} extra={t('alsoHint')}>
              <Select mode="tags" tokenSeparators={['、', ',', '，']} open={false} suffixIcon={null} />
            </Form.Item>
            <Form.Item name="after" label={t('after')} extra={doing === 'add' ? t('afterHint') : undefined}>
              <Select
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                options={entries
                  .filter((one) => one.ended !== true && one !== entry)
                  .map((one) => ({ value: one.value, label: label(one) }))}
              />
            </Form.Item>
          </>
        ) : null}
        <Form.Item name="from" label={t('from')} extra={t('fromNow')}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="reason" label={t('reason')} rules={[must(t('reason'))]}>
          <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        {say.isError && atField === undefined ? <RefusalNote error={say.error} /> : null}
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 24 }}>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={whileSlow(say.isPending)} style={{ fontWeight: 700 }}>
            {t('save')}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
