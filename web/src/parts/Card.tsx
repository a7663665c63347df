import type { ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './Card.module.css';

interface CardProps {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  /** Right end of the head: one link or a few small things. */
  readonly extra?: ReactNode;
  /** Content reaches the edges (lists, maps, tables). */
  readonly flush?: boolean;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A white surface with a quiet head. */
export function Card({ title, note, extra, flush = false, children, className = '' }: CardProps) {
  return (
    <section className={`${styles.card} ${className}`}>
      {title === undefined ? null : (
        <h2 className={styles.head}>
          {title}
          {note === undefined ? null : <small>{note}</small>}
          {extra === undefined ? null : <span className={styles.extra}>{extra}</span>}
        </h2>
      )}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}

interface PageHeadProps {
  readonly title: ReactNode;
  /** One sentence of context beside or under the title. */
  readonly note?: ReactNode;
  readonly crumbs?: readonly { readonly label: string; readonly href?: string }[];
  /** At most three actions, one of them primary. */
  readonly actions?: ReactNode;
}

/** Crumb, title, one sentence, actions at the right. */
export function PageHead({ title, note, crumbs = [], actions }: PageHeadProps) {
  return (
    <header className={styles.pageHead}>
      <div className={styles.pageTitle}>
        {crumbs.length === 0 ? null : (
          <nav className={styles.crumbs} aria-label="breadcrumb">
            {crumbs.map((crumb) => (
              <span key={crumb.label}>
                {crumb.href === undefined ? crumb.label : <Link to={crumb.href}>{crumb.label}</Link>}
              </span>
            ))}
          </nav>
        )}
        <div className={styles.titleLine}>
          <h1>{title}</h1>
          {note === undefined ? null : <span>{note}</span>}
        </div>
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

/** Label and value pairs; a missing value is an em dash. */
export function Facts({
  rows,
  columns = 1,
}: {
  readonly rows: readonly (readonly [label: ReactNode, value: ReactNode])[];
  readonly columns?: 1 | 2 | 3;
}) {
  return (
    <dl className={styles.facts} data-columns={columns}>
      {rows.map(([label, value], index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>{value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  );
}
