import type { Criteria } from '@anlan/kernel/campaign';
import { LEVELS } from '@anlan/kernel/entity';
import { CAMPAIGN_CATEGORIES } from '@anlan/systems/prevention';
import { Button, Drawer, Input, InputNumber, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { newId, SECTORS } from '../case/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, numberText, RefusalNote } from '../parts/index.ts';
import { useKeepScope, useScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Campaign.module.css';
import { useCategoryWord } from './parts.tsx';
import { useItems, usePreview, useSend } from './queries.ts';
import { WORDS } from './words.ts';

interface Draft {
  readonly name: string;
  readonly category: string;
  readonly goal: string;
  readonly from: string;
  readonly to: string;
  readonly departments: readonly string[];
  readonly items: readonly string[];
  readonly share: number;
  readonly criteria: Criteria;
}

const day = (ahead: number): string => stampText(Date.now() + ahead * 86_400_000).slice(0, 10);
const first = (): Draft => ({
  name: '',
  category: 'strike',
  goal: '',
  from: day(0),
  to: day(90),
  departments: [],
  items: [],
  share: 100,
  criteria: { regions: [], sectors: [], levels: [], scales: [], running: false },
});

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
        <Button type="primary" htmlType="submit" loading={busy} disabled={!ready} style={{ fontWeight: 700 }}>
          {t('send')}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

function Field({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <label>
      <span>{label}</span>
      {children}
      {hint === undefined ? null : <small>{hint}</small>}
    </label>
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

function Targets({ draft, change }: PartProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const { criteria } = draft;
  const scope = useScope();
  const narrow = (part: Partial<Criteria>) => change({ criteria: { ...criteria, ...part } });
  const preview = usePreview(criteria, true);
  const items = useItems(criteria.sectors, true);
  const depth = (scope.regions[0]?.path.split('.').length ?? 4) + 1;
  return (
    <>
      <div className={styles.pair}>
        <Field label={t('sectors')}>
          <Select
            aria-label={t('sectors')}
            mode="multiple"
            placeholder={t('everyTrade')}
            value={criteria.sectors}
            onChange={(sectors) => narrow({ sectors })}
            options={SECTORS.map((one) => ({ value: one.value, label: label(one) }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Field>
        <Field label={t('regions')}>
          <Select
            aria-label={t('regions')}
            mode="multiple"
            placeholder={t('everywhere')}
            value={criteria.regions}
            onChange={(regions) => narrow({ regions })}
            options={scope.regions
              .filter(({ path }) => path.split('.').length <= depth)
              .map(({ path, name }) => ({ value: path, label: name }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Field>
        <Field label={t('levels')}>
          <Select
            aria-label={t('levels')}
            mode="multiple"
            value={criteria.levels}
            onChange={(levels) => narrow({ levels })}
            options={LEVELS.map((value) => ({ value, label: levelWord(value, 'risk', language) }))}
          />
        </Field>
        <Field label={t('share')}>
          <InputNumber
            aria-label={t('share')}
            min={1}
            max={100}
            value={draft.share}
            onChange={(share) => change({ share: share ?? 100 })}
            style={{ width: '100%' }}
          />
        </Field>
      </div>
      <small>{t('shareHint')}</small>
      <Field label={t('items')} hint={t('itemsHint')}>
        <Select
          aria-label={t('items')}
          mode="multiple"
          maxTagCount={4}
          value={[...draft.items]}
          onChange={(chosen) => change({ items: chosen })}
          options={(items.data ?? []).map((one) => ({ value: one.id, label: `${one.code} ${one.title}` }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Field>
      <div className={styles.preview} aria-live="polite" data-testid="campaign-preview">
        {preview.data === undefined ? (
          <RefusalNote error={preview.error} kept={false} />
        ) : (
          <>
            <b>{t('previewN', { n: numberText(preview.data.total), p: preview.data.places.length })}</b>
            <ul>
              {preview.data.places.map((place) => (
                <li key={place.path}>
                  {place.name} {numberText(place.targets)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  );
}
