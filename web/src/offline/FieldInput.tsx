import { INSPECTION_FIELDS, type Field } from '@anlan/kernel/merge';
import { Input } from 'antd';
import { Check, GitMerge, Minus, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { dropDraft, keepDraft, readDraft, showsDraft } from './drafts.ts';
import styles from './Inspection.module.css';
import { labelOf } from './use-record.ts';
import { WORDS } from './words.ts';

interface FieldInputProps {
  readonly record: string;
  readonly name: string;
  readonly field: Field | undefined;
  readonly closed: boolean;
  readonly save: (value: string) => Promise<boolean>;
}

/**
 * One field. What is typed is on the disk with every keystroke; it becomes a change when the field is left, or when the
 * app is opened again after it was killed: by this field where its page is opened, else by `takeUpDrafts`.
 */
export function FieldInput({ record, name, field, closed, save }: FieldInputProps) {
  const { language } = useLanguage();
  const t = useWords(WORDS);
  const declared = INSPECTION_FIELDS[name];
  const known = typeof field?.value === 'string' ? field.value : '';
  const [typed, setTyped] = useState<string | null>(() => readDraft(record, name));
  const commit = useEffectEvent(() => {
    if (typed === null) return;
    // What was typed leaves the draft only when the change is on the disk: the app may be killed in between.
    void (typed === known ? Promise.resolve(true) : save(typed)).then((kept) => {
      if (kept && dropDraft(record, name, typed)) setTyped(null);
    });
  });
  useEffect(() => commit(), []);
  useEffect(() => showsDraft(record, name), [record, name]);
  useEffect(() => {
    const hidden = () => (document.visibilityState === 'hidden' ? commit() : undefined);
    document.addEventListener('visibilitychange', hidden);
    return () => document.removeEventListener('visibilitychange', hidden);
  }, []);
  const type = (value: string) => {
    keepDraft(record, name, value);
    setTyped(value);
  };
  const note =
    field?.settled === false ? (
      <em className={styles.differs}>
        <GitMerge size={14} aria-hidden /> {t('conflict')}
      </em>
    ) : null;
  if (declared?.options !== undefined)
    return (
      <div className={styles.field} role="group" aria-label={labelOf(name, language)}>
        <span>
          {labelOf(name, language)} {note}
        </span>
        <div className={styles.options}>
          {declared.options.map((option, index) => {
            const Icon = [Check, X, Minus][index] ?? Minus;
            return (
              <button
                key={option}
                type="button"
                disabled={closed}
                data-no={index === 1}
                aria-pressed={known === option}
                onClick={() => void save(option)}
              >
                <Icon size={18} aria-hidden /> {option}
              </button>
            );
          })}
        </div>
      </div>
    );
  const shared = {
    value: typed ?? known,
    disabled: closed,
    onBlur: () => commit(),
    maxLength: declared?.long === true ? 1000 : 200,
  };
  const own = `${record}-${name}`;
  return (
    <div className={styles.field}>
      <label htmlFor={own}>{labelOf(name, language)}</label>
      {note}
      {declared?.long === true ? (
        <Input.TextArea
          id={own}
          autoSize={{ minRows: 2, maxRows: 8 }}
          {...shared}
          onChange={(event) => type(event.target.value)}
        />
      ) : (
        <Input id={own} size="large" {...shared} onChange={(event) => type(event.target.value)} />
      )}
    </div>
  );
}
