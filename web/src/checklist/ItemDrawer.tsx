import {
  CHECK_TIERS,
  codeSchema,
  ITEM_USES,
  itemContentSchema,
  type Item,
  type ItemContent,
} from '@anlan/kernel/checklist';
import { LEVELS } from '@anlan/kernel/entity';
import { CLASSES } from '@anlan/systems/prevention';
import { Button, Checkbox, Drawer, Input, InputNumber, Popconfirm, Radio, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useSectors } from '../case/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Pages.module.css';
import { useKeepDraft } from './queries.ts';
import { WORDS } from './words.ts';

type Draft = { [K in keyof ItemContent]: ItemContent[K] };

const NEW: Draft = {
  title: '',
  clauses: [],
  criteria: null,
  method: null,
  evidence: null,
  sectors: [],
  class: 'place',
  level: 'yellow',
  grade: 'general',
  element: null,
  weight: null,
  penalty: null,
  uses: ['self', 'enforcement'],
  tiers: ['shift'],
  photo: 'bad',
  valueLabel: null,
  valueUnit: null,
  valueMax: null,
  valueMin: null,
  origin: null,
};
/** Elements of GB/T 33000-2016, 5. */
const ELEMENTS = [
  '目标职责',
  '制度化管理',
  '教育培训',
  '现场管理',
  '安全风险管控及隐患排查治理',
  '应急管理',
  '事故管理',
  '持续改进',
];

/** One item as a draft: what it becomes with the next publication. */
export function ItemDrawer({ item, close }: { readonly item: Item | undefined; readonly close: () => void }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const sectors = useSectors();
  const { language } = useLanguage();
  const [code, setCode] = useState(item?.code ?? '');
  const [draft, setDraft] = useState<Draft>(() => (item === undefined ? NEW : contentOf(item)));
  const [problem, setProblem] = useState<string>();
  const keep = useKeepDraft();
  const put = (part: Partial<Draft>) => (setProblem(undefined), setDraft((before) => ({ ...before, ...part })));
  const send = (content: ItemContent | null) =>
    keep.mutate({ ...(item === undefined ? {} : { itemId: item.id }), code, content }, { onSuccess: close });
  const submit = () => {
    const known = codeSchema.safeParse(code);
    const read = itemContentSchema.safeParse(draft);
    if (!known.success) return setProblem(known.error.issues[0]?.message);
    if (!read.success) return setProblem(read.error.issues[0]?.message);
    send(read.data);
  };
  const text = (
    key: 'criteria' | 'method' | 'evidence' | 'penalty' | 'origin' | 'valueLabel' | 'valueUnit',
    max: number,
    long = false,
  ) => (
    <Line label={t(key)}>
      {long ? (
        <Input.TextArea
          aria-label={t(key)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={max}
          value={draft[key] ?? ''}
          onChange={(event) => put({ [key]: event.target.value === '' ? null : event.target.value })}
        />
      ) : (
        <Input
          aria-label={t(key)}
          maxLength={max}
          value={draft[key] ?? ''}
          onChange={(event) => put({ [key]: event.target.value === '' ? null : event.target.value })}
        />
      )}
    </Line>
  );
  const number = (key: 'weight' | 'valueMax' | 'valueMin') => (
    <Line label={t(key)}>
      <InputNumber aria-label={t(key)} value={draft[key]} onChange={(value) => put({ [key]: value })} />
    </Line>
  );
  return (
    <Drawer
      open
      size={560}
      title={item === undefined ? t('addItem') : t('editItem', { code: item.code })}
      onClose={close}
      footer={
        <div className={styles.drawerFoot}>
          {item === undefined ? (
            <span />
          ) : (
            <Popconfirm
              title={t('retireAsk')}
              okText={t('retire')}
              cancelText={t('cancel')}
              onConfirm={() => send(null)}
            >
              <Button danger>{t('retire')}</Button>
            </Popconfirm>
          )}
          <Button type="primary" loading={whileSlow(keep.isPending)} onClick={submit}>
            {t('keepDraft')}
          </Button>
        </div>
      }
    >
      <div className={styles.form}>
        <Line label={t('code')}>
          <Input
            aria-label={t('code')}
            disabled={item !== undefined}
            maxLength={24}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </Line>
        <Line label={t('title')}>
          <Input.TextArea
            aria-label={t('title')}
            autoSize
            maxLength={160}
            value={draft.title}
            onChange={(event) => put({ title: event.target.value })}
          />
        </Line>
        {text('criteria', 600, true)}
        {text('method', 300)}
        <Line label={t('clauses')}>
          <Select
            mode="tags"
            open={false}
            aria-label={t('clauses')}
            value={draft.clauses}
            onChange={(clauses: string[]) => put({ clauses })}
          />
        </Line>
        <Line label={t('uses')}>
          <Checkbox.Group
            value={draft.uses}
            onChange={(uses) => put({ uses })}
            options={ITEM_USES.map((value) => ({ value, label: t(value) }))}
          />
        </Line>
        <Line label={t('tiers')}>
          <Checkbox.Group
            value={draft.tiers}
            onChange={(tiers) => put({ tiers })}
            options={CHECK_TIERS.map((value) => ({ value, label: t(value) }))}
          />
        </Line>
        <Line label={t('sector')}>
          <Select
            mode="multiple"
            allowClear
            optionFilterProp="label"
            placeholder={t('everySector')}
            aria-label={t('sector')}
            value={draft.sectors}
            onChange={(sectors: string[]) => put({ sectors })}
            options={sectors
              .filter(({ value }) => value !== 'other')
              .map((one) => ({
                value: one.value,
                label: label(one),
              }))}
          />
        </Line>
        <Line label={t('class')}>
          <Radio.Group
            value={draft.class}
            onChange={(event) => put({ class: event.target.value as Draft['class'] })}
            options={CLASSES.map((one) => ({ value: one.value, label: label(one) }))}
          />
        </Line>
        <Line label={t('level')}>
          <Radio.Group
            value={draft.level}
            onChange={(event) => put({ level: event.target.value as Draft['level'] })}
            options={LEVELS.map((value) => ({ value, label: levelWord(value, 'risk', language) }))}
          />
        </Line>
        <Line label={t('grade')}>
          <Radio.Group
            value={draft.grade}
            onChange={(event) => put({ grade: event.target.value as Draft['grade'] })}
            options={(['general', 'major'] as const).map((value) => ({ value, label: t(value) }))}
          />
        </Line>
        <Line label={t('photo')}>
          <Radio.Group
            value={draft.photo}
            onChange={(event) => put({ photo: event.target.value as Draft['photo'] })}
            options={[
              { value: 'none', label: t('photoNone') },
              { value: 'bad', label: t('photoBad') },
              { value: 'always', label: t('photoAlways') },
            ]}
          />
        </Line>
        {text('valueLabel', 40)}
        {text('valueUnit', 20)}
        {number('valueMax')}
        {number('valueMin')}
        <Line label={t('element')}>
          <Select
            allowClear
            aria-label={t('element')}
            value={draft.element}
            onChange={(element: string | undefined) => put({ element: element ?? null })}
            options={ELEMENTS.map((value) => ({ value, label: value }))}
          />
        </Line>
        {number('weight')}
        {text('evidence', 200)}
        {text('penalty', 200)}
        {text('origin', 200)}
        {problem === undefined ? null : (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        {keep.isError ? <RefusalNote error={keep.error} /> : null}
      </div>
    </Drawer>
  );
}

function contentOf({ id: _id, code: _code, from: _from, to: _to, ...content }: Item): Draft {
  return content;
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.line}>
      <span>{label}</span>
      {children}
    </div>
  );
}
