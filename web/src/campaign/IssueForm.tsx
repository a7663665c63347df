import { CAMPAIGN_CATEGORIES } from '@anlan/systems/prevention';
import { Button, Drawer, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { newId } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './Campaign.module.css';
import { useCategoryWord } from './parts.tsx';
import { useSend } from './queries.ts';
import { WORDS } from './words.ts';
import { Targets } from './IssueTargets.tsx';
import { type Draft, Field, first, type PartProps } from './issue-draft.tsx';

/** The form that issues a campaign; below the criteria it says at once how many targets they give, and where. */
export function IssueForm({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const t = useWords(WORDS);
  return (
    <Drawer
      title={t('issue')}
      open={open}
      onClose={close}
      size={640}
      destroyOnHidden
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <Form close={close} />
    </Drawer>
  );
}

function Form({ close }: { readonly close: () => void }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const go = useNavigate();
  const send = useSend();
  const [draft, setDraft] = useState(first);
  const [requestId] = useState(newId);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const ready = draft.name.trim() !== '' && draft.goal.trim() !== '' && draft.from !== '' && draft.to !== '';
  const issue = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const made = (await send('/campaigns', { ...draft, requestId })) as { id: string };
      void go(keep(`/campaigns/${made.id}`));
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={styles.issue} onSubmit={(event) => (event.preventDefault(), void issue())}>
      <What draft={draft} change={change} />
      <Targets draft={draft} change={change} />
      {error === undefined ? null : <RefusalNote error={error} />}
      <div className={styles.tools} style={{ justifyContent: 'flex-end' }}>
        <Button onClick={close}>{t('back')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          loading={whileSlow(busy)}
          disabled={!ready}
          style={{ fontWeight: 700 }}
        >
          {t('send')}
        </Button>
      </div>
    </form>
  );
}

function What({ draft, change }: PartProps) {
  const t = useWords(WORDS);
  const word = useCategoryWord();
  const known = ['应急管理', '消防救援', '公安', '市场监管', '交通运输', '住房城乡建设', '自然资源', '生态环境'];
  return (
    <>
      <Field label={t('name')}>
        <Input
          aria-label={t('name')}
          maxLength={80}
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <div className={styles.pair}>
        <Field label={t('category')}>
          <Select
            aria-label={t('category')}
            value={draft.category}
            onChange={(category) => change({ category })}
            options={CAMPAIGN_CATEGORIES.map(({ value }) => ({ value, label: word(value) }))}
          />
        </Field>
        <Field label={t('departments')}>
          <Select
            aria-label={t('departments')}
            mode="tags"
            value={[...draft.departments]}
            onChange={(departments) => change({ departments })}
            options={known.map((value) => ({ value, label: value }))}
          />
        </Field>
        <Field label={t('from')}>
          <Input
            type="date"
            aria-label={t('from')}
            value={draft.from}
            onChange={(event) => change({ from: event.target.value })}
          />
        </Field>
        <Field label={t('to')}>
          <Input
            type="date"
            aria-label={t('to')}
            value={draft.to}
            onChange={(event) => change({ to: event.target.value })}
          />
        </Field>
      </div>
      <Field label={t('goal')}>
        <Input.TextArea
          aria-label={t('goal')}
          rows={2}
          maxLength={1000}
          value={draft.goal}
          onChange={(event) => change({ goal: event.target.value })}
        />
      </Field>
    </>
  );
}
