import { LENGTHS } from '@anlan/kernel/entity';
import type { NoOutlook, Setup } from '@anlan/kernel/workbench';
import { useEffect, useId, useState, type ReactNode } from 'react';
import styles from './Workbench.module.css';

/** What each part of the setup gets: the setup, the input a formula refused, and how to change it. */
export interface PartProps {
  readonly setup: Setup;
  readonly refusal: NoOutlook | null;
  readonly onChange: (setup: Setup) => void;
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly digits?: number;
  readonly onChange: (value: number) => void;
  /** Where the value comes from, when it was not typed. */
  readonly origin?: string | undefined;
  /** Is this the input a formula refused? */
  readonly refused?: boolean;
  readonly slider?: { readonly min: number; readonly max: number; readonly step: number; readonly log?: boolean };
  readonly name?: string;
}

/** A number with its unit; typed freely, sent on at every readable value. With a slider under it, dragged. */
export function NumberField({
  label,
  value,
  unit,
  digits = 4,
  onChange,
  origin,
  refused = false,
  slider,
  name,
}: NumberFieldProps) {
  const id = useId();
  const shown = String(Number(value.toPrecision(digits)));
  const [text, setText] = useState(shown);
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    if (!typing) setText(shown);
  }, [shown, typing]);
  const scale = slider?.log === true ? Math.log10 : (one: number) => one;
  const back = slider?.log === true ? (one: number) => 10 ** one : (one: number) => one;
  return (
    <div className={styles.field} data-refused={refused}>
      <label htmlFor={id}>{label}</label>
      <span className={styles.box}>
        <input
          maxLength={LENGTHS.line}
          id={id}
          inputMode="decimal"
          value={text}
          aria-invalid={refused}
          data-testid={name}
          onFocus={() => setTyping(true)}
          onBlur={() => setTyping(false)}
          onChange={(event) => {
            setText(event.target.value);
            const next = Number(event.target.value);
            if (event.target.value.trim() !== '' && Number.isFinite(next)) onChange(next);
          }}
        />
        <em>{unit}</em>
      </span>
      {slider === undefined ? null : (
        <input
          type="range"
          aria-label={label}
          data-testid={name === undefined ? undefined : `${name}-slider`}
          min={scale(slider.min)}
          max={scale(slider.max)}
          step={slider.step}
          value={scale(Math.min(slider.max, Math.max(slider.min, value)))}
          onChange={(event) => onChange(Number(back(event.target.valueAsNumber).toPrecision(3)))}
        />
      )}
      {origin === undefined ? null : <small title={origin}>{origin}</small>}
    </div>
  );
}

interface ChoiceFieldProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly (readonly [value: V, label: string])[];
  readonly onChange: (value: V) => void;
  readonly name?: string;
}

export function ChoiceField<V extends string>({ label, value, options, onChange, name }: ChoiceFieldProps<V>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <span className={styles.box}>
        <select id={id} value={value} data-testid={name} onChange={(event) => onChange(event.target.value as V)}>
          {options.map(([key, text]) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}

export function Segments<V extends string>({ value, options, onChange, label }: Omit<ChoiceFieldProps<V>, 'name'>) {
  return (
    <div className={styles.segments} role="group" aria-label={label}>
      {options.map(([key, text]) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>
          {text}
        </button>
      ))}
    </div>
  );
}

export function Section({
  title,
  extra,
  children,
}: {
  readonly title: string;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <h3>
        {title}
        {extra}
      </h3>
      {children}
    </section>
  );
}
