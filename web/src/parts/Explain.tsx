import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import styles from './Explain.module.css';
import { numberText } from './number.ts';
import { WORDS } from './words.ts';
import { useUnit } from '../language/units.ts';

type Rows = readonly (readonly [label: ReactNode, text: ReactNode])[];

function Lines({ rows }: { readonly rows: Rows }) {
  return (
    <dl className={styles.lines}>
      {rows.map(([label, text], index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** “为什么？”: three or four lines with rule, facts, clause and who may change it. */
export function Why({
  title,
  rows,
  children,
}: {
  readonly title: ReactNode;
  readonly rows: Rows;
  readonly children?: ReactNode;
}) {
  const t = useWords(WORDS);
  return (
    <Popover trigger={['click']} title={title} content={<Lines rows={rows} />} arrow={false}>
      <button type="button" className={styles.door}>
        {children ?? t('why')}
      </button>
    </Popover>
  );
}

interface NumProps {
  readonly value: number | string | null | undefined;
  readonly unit?: string | undefined;
  /** Digits after the point. */
  readonly digits?: number;
  /** The records behind the number. */
  readonly href?: string | undefined;
  /** Numerator, denominator, as-of, source. */
  readonly explain?: Rows | undefined;
  readonly title?: ReactNode;
}

/** A number is a door: dotted underline to its records or its explanation. */
export function Num({ value, unit: measured = '', digits, href, explain, title }: NumProps) {
  const unit = useUnit()(measured);
  const text = (
    <>
      {numberText(value, digits)}
      {unit === '' ? null : <small className={styles.unit}> {unit}</small>}
    </>
  );
  if (href !== undefined)
    return (
      <Link to={href} className={styles.door}>
        {text}
      </Link>
    );
  if (explain !== undefined)
    return (
      <Why title={title} rows={explain}>
        {text}
      </Why>
    );
  return <span className={styles.plain}>{text}</span>;
}
