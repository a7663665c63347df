import type { Catalogue, ShownItem } from '@anlan/kernel/catalogue';
import { LEVELS, type Field } from '@anlan/kernel/entity';
import { App, Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, RefusalNote, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { conditionOf, OPERATORS, rowsOf, type Operator, type Row } from './condition-words.ts';
import { useSaveItem } from './rule-queries.ts';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';
import { Unit } from '../language/units.ts';

interface ItemFormProps {
  readonly catalogue: Catalogue;
  /** The item that is changed; null = a new one. */
  readonly item: ShownItem | null;
  readonly close: () => void;
}

/** Operators that make sense for a kind of fact. */
const FITS: Readonly<Record<string, readonly Operator[]>> = {
  text: ['has', 'is', 'not'],
  number: ['least', 'above', 'most', 'below'],
  choice: ['is', 'not'],
  level: ['is', 'not'],
};

const WORD = {
  is: 'factIs',
  not: 'factNot',
  has: 'factHas',
  least: 'least',
  most: 'most',
  above: 'above',
  below: 'below',
} as const;

/** An item of a list: what it asks, what it proposes, from when; a change is a new wording from a day on. */
export function ItemForm({ catalogue, item, close }: ItemFormProps) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const save = useSaveItem(catalogue.key);
  const first =
    item === null
      ? [{ fact: Object.keys(catalogue.facts)[0] ?? '', operator: 'has', values: [] } as Row]
      : rowsOf(item.when);
  const [rows, setRows] = useState<readonly Row[]>(first ?? []);
  const nested = item !== null && first === undefined;
  const today = stampText(Date.now()).slice(0, 10);
  const values = item?.effect.kind === 'propose' ? item.effect.values : {};
  const send = (filled: Record<string, unknown>) => {
    const proposed = Object.keys(catalogue.proposes ?? {}).flatMap((key) =>
      filled[`p.${key}`] === undefined || filled[`p.${key}`] === null ? [] : [[key, filled[`p.${key}`]]],
    );
    const body = {
      code: filled['code'],
      title: filled['title'],
      when: nested ? item.when : conditionOf(rows, catalogue.facts),
      effect: { kind: 'propose', values: Object.fromEntries(proposed) as object },
      clauses: String(filled['clauses'] ?? '')
        .split(/[\s，、]+/u)
        .filter((clause) => clause !== ''),
      from: filled['from'],
    };
    save.mutate(body, {
      onSuccess: () => (void message.success(t('saved', { date: String(filled['from']) })), close()),
    });
  };
  const initial = {
    code: item?.code,
    title: item?.title,
    clauses: item?.clauses.join(' '),
    from: today,
    ...Object.fromEntries(Object.entries(values).map(([key, value]) => [`p.${key}`, value])),
  };
  const need = [{ required: true, message: t('required') }];
  return (
    <Drawer
      open
      onClose={close}
      size={620}
      title={t(item === null ? 'add' : 'change')}
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <Form layout="vertical" initialValues={initial} onFinish={send}>
        <div className={styles.form}>
          <Form.Item name="code" label={t('codeField')} rules={need} extra={t('sameCode')}>
            <Input maxLength={40} disabled={item !== null} />
          </Form.Item>
          <Form.Item name="from" label={t('fromField')} rules={need}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="title" label={t('titleField')} rules={need} className={styles.whole ?? ''}>
            <Input maxLength={120} />
          </Form.Item>
        </div>
        <Form.Item label={t('when')}>
          {nested ? t('complex') : <Rows rows={rows} change={setRows} facts={catalogue.facts} />}
        </Form.Item>
        <div className={styles.form}>
          {Object.entries(catalogue.proposes ?? {}).map(([key, field]) => (
            <Proposed key={key} name={`p.${key}`} field={field} />
          ))}
          <Form.Item name="clauses" label={t('clauses')} extra={t('clausesHint')} className={styles.whole ?? ''}>
            <Input maxLength={600} />
          </Form.Item>
        </div>
        {save.isError ? <RefusalNote error={save.error} /> : null}
        <div className={styles.foot}>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={whileSlow(save.isPending)} style={{ fontWeight: 700 }}>
            {t('save')}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}

function Proposed({ name, field }: { readonly name: string; readonly field: Field }) {
  const label = useLabel();
  const { language } = useLanguage();
  return (
    <Form.Item name={name} label={label(field)}>
      {field.kind === 'number' ? (
        <InputNumber style={{ width: '100%' }} suffix={<Unit of={field.unit} />} />
      ) : (
        <Select allowClear options={optionsOf(field, label, language)} />
      )}
    </Form.Item>
  );
}

function optionsOf(field: Field | undefined, label: ReturnType<typeof useLabel>, language: 'zh' | 'en') {
  if (field?.kind === 'level')
    return LEVELS.map((level) => ({ value: level as string, label: levelWord(level, 'risk', language) }));
  return field?.kind === 'choice' ? field.options.map((one) => ({ value: one.value, label: label(one) })) : [];
}

interface RowsProps {
  readonly rows: readonly Row[];
  readonly change: (rows: readonly Row[]) => void;
  readonly facts: Catalogue['facts'];
}

function Rows({ rows, change, facts }: RowsProps) {
  const t = useWords(WORDS);
  const set = (index: number, part: Partial<Row>) =>
    change(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <div className={styles.rows}>
      {rows.map((row, index) => (
        <OneRow
          key={index}
          row={row}
          facts={facts}
          set={(part) => set(index, part)}
          drop={() => change(rows.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        size="small"
        icon={<Plus size={13} aria-hidden />}
        onClick={() => change([...rows, { fact: Object.keys(facts)[0] ?? '', operator: 'has', values: [] }])}
      >
        {t('addCondition')}
      </Button>
    </div>
  );
}

interface OneRowProps {
  readonly row: Row;
  readonly facts: Catalogue['facts'];
  readonly set: (part: Partial<Row>) => void;
  readonly drop: () => void;
}

function OneRow({ row, facts, set, drop }: OneRowProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const field = facts[row.fact];
  const fits = FITS[field?.kind ?? 'text'] ?? OPERATORS;
  const options = optionsOf(field, label, language);
  return (
    <div className={styles.row}>
      <Select
        value={row.fact}
        aria-label={t('when')}
        options={Object.entries(facts).map(([key, one]) => ({ value: key, label: label(one) }))}
        onChange={(fact: string) =>
          set({ fact, operator: (FITS[facts[fact]?.kind ?? 'text'] ?? OPERATORS)[0] ?? 'is', values: [] })
        }
      />
      <Select
        value={row.operator}
        aria-label={t('when')}
        options={fits.map((one) => ({ value: one, label: t(WORD[one]) }))}
        onChange={(operator: Operator) => set({ operator })}
      />
      {field?.kind === 'number' ? (
        <InputNumber
          aria-label={label(field)}
          value={row.values[0] === undefined ? null : Number(row.values[0])}
          suffix={field.unit}
          onChange={(value) => set({ values: value === null ? [] : [String(value)] })}
        />
      ) : (
        <Select
          mode={options.length > 0 ? 'multiple' : 'tags'}
          aria-label={field === undefined ? row.fact : label(field)}
          value={[...row.values]}
          placeholder={options.length > 0 ? undefined : t('wordsHint')}
          tokenSeparators={[' ', '，', '、']}
          options={options}
          onChange={(values: string[]) => set({ values })}
        />
      )}
      <Button type="text" aria-label={t('cancel')} icon={<X size={14} aria-hidden />} onClick={drop} />
    </div>
  );
}
