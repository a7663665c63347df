import { LEVELS, type Entity, type Field, LENGTHS } from '@anlan/kernel/entity';
import { readDaySpan } from '@anlan/kernel/registry';
import { Checkbox, Input, Popover, Segmented } from 'antd';
import { AlignJustify, Equal, Menu as MenuIcon, Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSelectOptions } from '../code-lists/lists.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, RiskMark } from '../parts/index.ts';
import type { ListState } from './address.ts';
import { narrowable } from './entities.ts';
import { useReferenceName } from './Value.tsx';
import styles from './FilterBar.module.css';
import { WORDS } from './words.ts';

export type Density = 'compact' | 'standard' | 'loose';

interface FilterBarProps {
  readonly entity: Entity;
  readonly state: ListState;
  readonly change: (change: Readonly<Record<string, string | null>>) => void;
  readonly density: Density;
  readonly setDensity: (density: Density) => void;
}

/** Search, chips of the declared filters, density. All but the density is in the address. */
export function FilterBar({ entity, state, change, density, setDensity }: FilterBarProps) {
  const t = useWords(WORDS);
  const speak = useLabel();
  const some =
    state.search !== '' ||
    Object.keys(state.filters).length > 0 ||
    state.verified !== '' ||
    state.missing !== '' ||
    state.days !== '';
  const span = readDaySpan(entity, state.days);
  const shown = narrowable(entity).filter(([key, field]) => field.filter === true || state.filters[key] !== undefined);
  const clear = () =>
    change({
      search: null,
      verified: null,
      missing: null,
      days: null,
      ...Object.fromEntries(narrowable(entity).map(([key]) => [key, null])),
    });
  const densities = [
    { value: 'compact' as const, icon: <AlignJustify size={14} aria-hidden />, title: t('compact') },
    { value: 'standard' as const, icon: <MenuIcon size={14} aria-hidden />, title: t('standard') },
    { value: 'loose' as const, icon: <Equal size={14} aria-hidden />, title: t('loose') },
  ];
  return (
    <div className={styles.bar} role="search">
      <SearchBox value={state.search} change={(search) => change({ search })} />
      {shown.map(([key, field]) => (
        <Chip
          key={key}
          field={field}
          values={state.filters[key] ?? []}
          set={(values) => change({ [key]: values.length === 0 ? null : values.join(',') })}
        />
      ))}
      <Chip
        field={{ kind: 'yes-no', label: '已核实', labelEn: 'Verified' }}
        values={state.verified === '' ? [] : [state.verified]}
        set={(values) => change({ verified: values.at(-1) ?? null })}
      />
      {state.missing === '' ? null : (
        <Given remove={() => change({ missing: null })}>
          {t('blankOf', {
            field: entity.fields[state.missing] === undefined ? t('position') : speak(entity.fields[state.missing]!),
          })}
        </Given>
      )}
      {span === undefined ? null : (
        <Given remove={() => change({ days: null })}>
          {t(span.from === undefined ? 'daysTo' : span.to === undefined ? 'daysFrom' : 'daysBetween', {
            field: speak(entity.fields[span.field]!),
            from: span.from ?? '',
            to: span.to ?? '',
          })}
        </Given>
      )}
      {some ? (
        <button type="button" className={styles.clear} onClick={clear}>
          {t('clear')}
        </button>
      ) : null}
      <span className={styles.density}>
        <Segmented<Density>
          size="small"
          aria-label={t('density')}
          value={density}
          onChange={setDensity}
          options={densities.map(({ value, icon, title }) => ({
            value,
            label: (
              <span title={title} role="img" aria-label={title} className={styles.icon}>
                {icon}
              </span>
            ),
          }))}
        />
      </span>
    </div>
  );
}

/** A condition that came with the address and can only be taken off. */
function Given({ remove, children }: { readonly remove: () => void; readonly children: ReactNode }) {
  const t = useWords(WORDS);
  return (
    <span className={`${styles.chip} ${styles.on}`}>
      <button type="button">{children}</button>
      <button type="button" className={styles.remove} aria-label={t('remove')} onClick={remove}>
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}

/** Typing searches after a short rest; `/` comes here from anywhere in the list. */
function SearchBox({ value, change }: { readonly value: string; readonly change: (text: string) => void }) {
  const t = useWords(WORDS);
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => change(next.trim()), 250);
  };
  return (
    <Input
      maxLength={LENGTHS.search}
      id="list-search"
      className={styles.search}
      allowClear
      value={text}
      placeholder={t('search')}
      aria-label={t('search')}
      prefix={<Search size={14} strokeWidth={1.7} aria-hidden />}
      onChange={(event) => type(event.target.value)}
      onPressEnter={() => change(text.trim())}
    />
  );
}

interface ChipProps {
  readonly field: Field;
  readonly values: readonly string[];
  readonly set: (values: readonly string[]) => void;
}

function useChoices(field: Field): { value: string; label: React.ReactNode; text: string }[] | undefined {
  const t = useWords(WORDS);
  const select = useSelectOptions();
  const { language } = useLanguage();
  if (field.kind === 'choice')
    return select(field, null, 'ended too').map(({ value, label }) => ({ value, label, text: label }));
  if (field.kind === 'yes-no')
    return [
      ['true', t('yes')],
      ['false', t('no')],
    ].map(([value = '', text = '']) => ({ value, label: text, text }));
  if (field.kind !== 'level') return undefined;
  return LEVELS.map((level) => {
    const text = levelWord(level, 'risk', language);
    return {
      value: level,
      text,
      label: (
        <span className={styles.level}>
          <RiskMark level={level} />
          {text}
        </span>
      ),
    };
  });
}

function Chip({ field, values, set }: ChipProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const choices = useChoices(field);
  const on = values.length > 0;
  const reference = useReferenceName(field, field.kind === 'reference' ? values[0] : undefined);
  const said = values
    .map((value) => choices?.find((choice) => choice.value === value)?.text ?? reference ?? value)
    .join('、');
  const content =
    choices === undefined ? (
      <Input.Search
        maxLength={LENGTHS.search}
        allowClear
        defaultValue={values.join(',')}
        placeholder={t('contains')}
        aria-label={label(field)}
        onSearch={(text) => set(text.trim() === '' ? [] : [text.trim()])}
      />
    ) : (
      <Checkbox.Group
        className={styles.choices ?? ''}
        value={[...values]}
        onChange={(next) => set(next.map(String))}
        options={choices.map(({ value, label: shown }) => ({ value, label: shown }))}
      />
    );
  return (
    <span className={`${styles.chip} ${on ? styles.on : ''}`}>
      <Popover trigger={['click']} placement="bottomLeft" arrow={false} content={content}>
        <button type="button" title={on ? said : undefined}>
          {label(field)}
          {on ? `：${said}` : ''}
        </button>
      </Popover>
      {on ? (
        <button
          type="button"
          className={styles.remove}
          aria-label={`${t('remove')} ${label(field)}`}
          onClick={() => set([])}
        >
          <X size={12} aria-hidden />
        </button>
      ) : null}
    </span>
  );
}
