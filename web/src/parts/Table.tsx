import type { CSSProperties, ReactNode } from 'react';
import { Scroll } from './Scroll.tsx';
import styles from './Table.module.css';

/** Head of a column: its words. A `number` stands right as its figures do; a `quiet` one is told, not shown: over buttons. */
export type Head = string | { readonly label: string; readonly number?: boolean; readonly quiet?: boolean };

interface TableProps {
  readonly heads: readonly Head[];
  /** What it lists, where no heading near it says so. */
  readonly label?: string;
  /** Class of the table itself. */
  readonly look?: string | undefined;
  /** Class and style of the box around it, where it is to be limited in height. */
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
  readonly testid?: string;
  /** The rows. */
  readonly children: ReactNode;
}

/** Rows under heads, in a box of their own that scrolls. */
export function Table({ heads, label: name, look = '', testid, children, ...box }: TableProps) {
  return (
    <Scroll {...box}>
      <table className={`${styles.table} ${look}`} aria-label={name} data-testid={testid}>
        <thead>
          <tr>
            {heads.map((head, index) => {
              const { label, number = false, quiet = false } = typeof head === 'string' ? { label: head } : head;
              return quiet ? (
                <th key={index} scope="col" aria-label={label} />
              ) : (
                <th key={index} scope="col" className={number ? styles.number : undefined}>
                  {label}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Scroll>
  );
}
