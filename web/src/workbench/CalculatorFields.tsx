import { LENGTHS } from '@anlan/kernel/entity';
import type { CalculatorField } from '@anlan/kernel/workbench';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';
import { Unit } from '../language/units.ts';

interface FieldInputProps {
  readonly field: CalculatorField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

const numberOf = (text: string): number | string | null =>
  text.trim() === '' ? null : Number.isFinite(Number(text)) ? Number(text) : text;

/** One input of a calculator: a number, text, choice, list or table. */
export function FieldInput({ field, value, onChange }: FieldInputProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [text, setText] = useState(() => (Array.isArray(value) ? value.join(', ') : String(value ?? '')));
  const label = language === 'zh' ? field.label : field.labelEn;
  if (field.kind === 'rows') return <Rows field={field} value={value} onChange={onChange} />;
  if (field.kind === 'flag')
    return (
      <label className={styles.check}>
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} /> {label}
      </label>
    );
  if (field.kind === 'choice')
    return (
      <label className={styles.field}>
        {label}
        <span className={styles.box}>
          <select
            value={String(value ?? '')}
            onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
          >
            {field.optional ? <option value="">{t('empty')}</option> : null}
            {field.options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        </span>
      </label>
    );
  const type = (next: string): void => {
    setText(next);
    const list = next.split(/[,，;；\s]+/).filter(Boolean);
    if (field.kind === 'numbers') onChange(list.map(Number).filter(Number.isFinite));
    else if (field.kind === 'texts') onChange(list);
    else onChange(field.kind === 'number' ? numberOf(next) : next);
  };
  return (
    <label
      className={styles.field}
      title={field.kind === 'numbers' || field.kind === 'texts' ? t('listHint') : undefined}
    >
      {label}
      <span className={styles.box}>
        <input
          maxLength={LENGTHS.line}
          value={text}
          inputMode={field.kind === 'number' ? 'decimal' : 'text'}
          onChange={(event) => type(event.target.value)}
          data-testid={`calc-${field.key}`}
        />
        <em>
          <Unit of={field.unit} />
        </em>
      </span>
    </label>
  );
}

function Rows({ field, value, onChange }: FieldInputProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const rows = (Array.isArray(value) ? value : []) as readonly Record<string, unknown>[];
  const put = (at: number, key: string, text: string, number: boolean) =>
    onChange(rows.map((row, i) => (i === at ? { ...row, [key]: number ? numberOf(text) : text } : row)));
  return (
    <div className={styles.wide}>
      <table className={styles.rows} aria-label={language === 'zh' ? field.label : field.labelEn}>
        <thead>
          <tr>
            {field.columns.map(({ key, label }) => (
              <th key={key}>{label}</th>
            ))}
            <th aria-label={t('deleteRow')} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {field.columns.map(({ key, label, number }) => (
                <td key={key}>
                  <input
                    maxLength={LENGTHS.line}
                    aria-label={label}
                    defaultValue={String(row[key] ?? '')}
                    onChange={(event) => put(i, key, event.target.value, number)}
                  />
                </td>
              ))}
              <td>
                <button
                  type="button"
                  className={styles.link}
                  aria-label={t('deleteRow')}
                  onClick={() => onChange(rows.filter((_, k) => k !== i))}
                >
                  <X size={14} aria-hidden />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" className={styles.link} onClick={() => onChange([...rows, {}])}>
        <Plus size={13} aria-hidden /> {t('addRow')}
      </button>
    </div>
  );
}
