import type { ReactNode } from 'react';
import styles from './Frame.module.css';
import { useTitle } from './title.ts';

/** The padded column most pages stand in; names the browser tab. */
export function Page({
  title,
  children,
  className = '',
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}) {
  useTitle(title);
  return <div className={`${styles.page} ${className}`}>{children}</div>;
}
