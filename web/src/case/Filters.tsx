import { LEVELS, LENGTHS } from '@anlan/kernel/entity';
import { Checkbox, Input, Popover, Segmented } from 'antd';
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, numberText, RiskMark } from '../parts/index.ts';
import bar from '../registry/FilterBar.module.css';
import { narrowed, type CaseWish } from './address.ts';
import styles from './Filters.module.css';
import { kindByKey } from './kinds.ts';
import { useSide } from './OpenForm.tsx';
import { useSectorWord } from './sectors.ts';
import { SOURCES, WORDS } from './words.ts';

interface FiltersProps {
  readonly wish: CaseWish;
  readonly change: (change: Readonly<Record<string, string | null>>) => void;
  /** How many of the shown wish are late. */
  readonly overdue: number | undefined;
}

/** Search, whose turn, late ones, level, source, days; all of it is in the address. */
export function Filters({ wish, change, overdue }: FiltersProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const side = useSide();
  const wordOf = useMoreWord();
  const other = side === 'organisation' ? 'authority' : 'organisation';
  const clear = () => {
    const keys = ['owner', 'overdue', 'level', 'source', 'from', 'to', 'search', 'organisation'];
    change(Object.fromEntries([...keys, ...Object.keys(wish.more)].map((key) => [key, null])));
  };
  return (
    <div className={bar.bar} role="search">
      <SearchBox value={wish.search} change={(search) => change({ search })} />
      <Segmented
        aria-label={t('whose')}
        className={styles.segmented ?? ''}
        value={wish.owner === side ? 'mine' : wish.owner}
        onChange={(owner) => change({ owner: owner === '' ? null : owner })}
        options={[
          { value: '', label: t('anyone') },
          { value: 'mine', label: t('mine') },
          { value: other, label: t(other) },
        ]}
      />
      <span className={`${bar.chip} ${wish.overdue ? bar.on : ''}`}>
        <button
          type="button"
          aria-pressed={wish.overdue}
          onClick={() => change({ overdue: wish.overdue ? null : '1' })}
        >
          {overdue === undefined || overdue === 0 ? t('overdue') : t('overdueN', { n: numberText(overdue) })}
        </button>
      </span>
      <Chip
        name={t('level')}
        values={wish.level}
        set={(values) => change({ level: values.join(',') })}
        options={[
          ...LEVELS.map((level) => ({
            value: level as string,
            text: levelWord(level, 'risk', language),
            label: (
              <span className={bar.level}>
                <RiskMark level={level} /> {levelWord(level, 'risk', language)}
              </span>
            ),
          })),
          { value: 'none', text: t('noLevel'), label: t('noLevel') },
        ]}
      />
      <Chip
        name={t('source')}
        values={wish.source}
        set={(values) => change({ source: values.join(',') })}
        options={Object.entries(SOURCES).map(([value, words]) => {
          const text = words[language === 'zh' ? 0 : 1];
          return { value, text, label: text };
        })}
      />
      <Days wish={wish} change={change} />
      {Object.entries(wish.more).map(([key, value]) => (
        <Fixed key={key} text={wordOf(key, value)} remove={() => change({ [key]: null })} />
      ))}
      {wish.organisation === '' ? null : <Fixed text={t('enterprise')} remove={() => change({ organisation: null })} />}
      {narrowed(wish) ? (
        <button type="button" className={`${bar.clear} ${styles.clear}`} onClick={clear}>
          {t('clear')}
        </button>
      ) : null}
    </div>
  );
}

/** A further condition in words: 类别：设备、场所. */
function useMoreWord(): (key: string, value: string) => string {
  const t = useWords(WORDS);
  const label = useLabel();
  const sectorWord = useSectorWord();
  const field = kindByKey('hidden-danger')?.fields['class'];
  const classes = field?.kind === 'choice' ? field.options : [];
  const classWord = (value: string) => {
    const option = classes.find((one) => one.value === value);
    return option === undefined ? t('noClass') : label(option);
  };
  return (key, value) => {
    const word = key === 'class' ? classWord : sectorWord;
    return `${t(key === 'class' ? 'class' : 'sector')}：${value.split(',').map(word).join('、')}`;
  };
}

/** Typing searches after a short rest. */
export function SearchBox({
  value,
  change,
  placeholder,
}: {
  readonly value: string;
  readonly change: (text: string) => void;
  readonly placeholder?: string;
}) {
  const t = useWords(WORDS);
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => change(next.trim()), 300);
  };
  const words = placeholder ?? t('search');
  return (
    <Input
      maxLength={LENGTHS.search}
      className={bar.search}
      allowClear
      value={text}
      placeholder={words}
      aria-label={words}
      prefix={<Search size={14} strokeWidth={1.7} aria-hidden />}
      onChange={(event) => type(event.target.value)}
      onPressEnter={() => change(text.trim())}
    />
  );
}

interface ChipProps {
  readonly name: string;
  readonly values: readonly string[];
  readonly set: (values: readonly string[]) => void;
  readonly options: readonly { readonly value: string; readonly text: string; readonly label: ReactNode }[];
}

function Chip({ name, values, set, options }: ChipProps) {
  const t = useWords(WORDS);
  const on = values.length > 0;
  const said = values.map((value) => options.find((option) => option.value === value)?.text ?? value).join('、');
  const content = (
    <Checkbox.Group
      className={bar.choices ?? ''}
      value={[...values]}
      onChange={(next) => set(next.map(String))}
      options={options.map(({ value, label }) => ({ value, label }))}
    />
  );
  return (
    <span className={`${bar.chip} ${on ? bar.on : ''}`}>
      <Popover trigger={['click']} placement="bottomLeft" arrow={false} content={content}>
        <button type="button" title={on ? said : undefined}>
          {name}
          {on ? `：${said}` : ''}
        </button>
      </Popover>
      {on ? <Remove name={name} text={t('remove')} remove={() => set([])} /> : null}
    </span>
  );
}

function Remove({ name, text, remove }: { readonly name: string; readonly text: string; readonly remove: () => void }) {
  return (
    <button type="button" className={bar.remove} aria-label={`${text} ${name}`} onClick={remove}>
      <X size={12} aria-hidden />
    </button>
  );
}

/** A condition that came with the address and can only be taken away. */
function Fixed({ text, remove }: { readonly text: string; readonly remove: () => void }) {
  const t = useWords(WORDS);
  return (
    <span className={`${bar.chip} ${bar.on}`}>
      <button type="button" onClick={remove}>
        {text}
      </button>
      <Remove name={text} text={t('remove')} remove={remove} />
    </span>
  );
}

function Days({ wish, change }: Pick<FiltersProps, 'wish' | 'change'>) {
  const t = useWords(WORDS);
  const on = wish.from !== '' || wish.to !== '';
  const content = (
    <div className={styles.days}>
      {(['from', 'to'] as const).map((key) => (
        <label key={key}>
          {t(key)}
          <Input type="date" value={wish[key]} onChange={(event) => change({ [key]: event.target.value })} />
        </label>
      ))}
    </div>
  );
  return (
    <span className={`${bar.chip} ${on ? bar.on : ''}`}>
      <Popover trigger={['click']} placement="bottomLeft" arrow={false} content={content}>
        <button type="button">
          {t('opened')}
          {on ? `：${wish.from || '…'} — ${wish.to || '…'}` : ''}
        </button>
      </Popover>
      {on ? <Remove name={t('opened')} text={t('remove')} remove={() => change({ from: null, to: null })} /> : null}
    </span>
  );
}
