import { backTestSchema, type Draft, type TriableRule } from '@anlan/kernel/back-test';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText, RefusalNote, whileSlow } from '../parts/index.ts';
import { useScope } from '../shell/index.ts';
import styles from './BackTest.module.css';
import { useBackTestAct, useTriableRules } from './queries.ts';
import { draftText } from './text.ts';
import { useNumberName } from './use-number-name.ts';
import { WORDS } from './words.ts';
import { useUnit } from '../language/units.ts';

const DAYS = [7, 30, 90, 180, 365] as const;
type Change = Draft[string];

/** Asks for a test: a rule, what of it changes, over which months. */
export function NewTest({ opened }: { readonly opened: (id: string) => void }) {
  const t = useWords(WORDS);
  const rules = useTriableRules();
  const [search] = useSearchParams();
  const [chosen, setChosen] = useState<string | null>(search.get('rule'));
  if (rules.isPending) return <Loading rows={6} />;
  if (rules.data === undefined) return <Failed error={rules.error} retry={() => void rules.refetch()} />;
  const rule = rules.data.find(({ key }) => key === chosen) ?? null;
  return (
    <Card title={t('new')}>
      <div className={styles.form}>
        <label>
          {t('rule')}
          <RulePick rules={rules.data} value={chosen} choose={setChosen} />
        </label>
        {rule === null ? null : <Asked key={rule.key} rule={rule} point={search.get('point')} opened={opened} />}
      </div>
    </Card>
  );
}

interface RulePickProps {
  readonly rules: readonly TriableRule[];
  readonly value: string | null;
  readonly choose: (key: string) => void;
}

function RulePick({ rules, value, choose }: RulePickProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  return (
    <Select
      aria-label={t('rule')}
      value={value}
      placeholder={t('choose')}
      onChange={choose}
      showSearch={{ optionFilterProp: 'label' }}
      options={rules.map((rule) => ({
        value: rule.key,
        label: `${label(rule)} · ${t('rulePoints', { n: numberText(rule.points) })}`,
      }))}
    />
  );
}

interface AskedProps {
  readonly rule: TriableRule;
  readonly point: string | null;
  readonly opened: (id: string) => void;
}

function Asked({ rule, point, opened }: AskedProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const name = useNumberName();
  const scope = useScope();
  const [draft, setDraft] = useState<Readonly<Record<string, Change>>>({});
  const [title, setTitle] = useState('');
  const [days, setDays] = useState(90);
  const [only, setOnly] = useState(point !== null);
  const ask = useBackTestAct('', backTestSchema);
  const change = draftText(draft, name);
  const usual = change === '' ? label(rule) : t('untitled', { rule: label(rule), change });
  const send = () => {
    const to = Date.now();
    const place = only && point !== null ? { points: [point] } : scope.narrowed ? { region: scope.path } : {};
    const body = {
      title: (title.trim() || usual).slice(0, 120),
      rule: rule.key,
      draft,
      from: to - days * 86_400_000,
      to,
    };
    ask.mutate({ ...body, ...place }, { onSuccess: ({ id }) => opened(id) });
  };
  return (
    <>
      <p className={styles.quiet}>
        {rule.condition} · {rule.clause}
      </p>
      <fieldset>
        <span>{t('numbers')}</span>
        <small className={styles.quiet}>{t('numbersNote')}</small>
        {rule.numbers.map((one) => (
          <NumberRow
            key={one.key}
            number={one}
            value={draft[one.key]}
            change={(next) =>
              setDraft(({ [one.key]: _, ...rest }) => (next === null ? rest : { ...rest, [one.key]: next }))
            }
          />
        ))}
      </fieldset>
      <label>
        {t('where')}
        <Select
          aria-label={t('where')}
          value={only}
          onChange={setOnly}
          options={[
            ...(point === null ? [] : [{ value: true, label: t('wherePoint') }]),
            { value: false, label: t('whereAll') },
          ]}
        />
      </label>
      <label>
        {t('period')}
        <Select
          aria-label={t('period')}
          value={days}
          onChange={setDays}
          options={DAYS.map((value) => ({ value: value as number, label: t('days', { n: value }) }))}
        />
      </label>
      <label>
        {t('name')}
        <Input value={title} maxLength={120} placeholder={usual} onChange={(event) => setTitle(event.target.value)} />
      </label>
      {ask.isError ? <RefusalNote error={ask.error} /> : null}
      <Button
        type="primary"
        disabled={Object.keys(draft).length === 0}
        loading={whileSlow(ask.isPending)}
        onClick={send}
      >
        {Object.keys(draft).length === 0 ? t('needNumber') : t('run')}
      </Button>
    </>
  );
}

interface NumberRowProps {
  readonly number: TriableRule['numbers'][number];
  readonly value: Change | undefined;
  readonly change: (next: Change | null) => void;
}

function NumberRow({ number, value, change }: NumberRowProps) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const label = useLabel();
  const limit = number.value === null;
  const [mode, setMode] = useState<Change['mode']>(value?.mode ?? (limit ? 'scale' : 'set'));
  const name = limit && number.label !== number.key ? `${number.label} ${number.key}` : label(number);
  return (
    <div className={styles.number}>
      <span>
        {name}
        <small>
          {limit ? t('ownEach') : t('own', { value: `${number.value} ${inUnit(number.unit, number.value)}` })}
        </small>
      </span>
      <Select
        aria-label={`${name} ${t('numbers')}`}
        size="small"
        value={mode}
        onChange={(next) => {
          setMode(next);
          if (value !== undefined) change({ mode: next, value: value.value });
        }}
        options={(['set', 'scale', 'shift'] as const).map((one) => ({ value: one, label: t(one) }))}
      />
      <InputNumber
        aria-label={name}
        size="small"
        value={value?.value ?? null}
        onChange={(next) => change(next === null ? null : { mode, value: next })}
      />
    </div>
  );
}
