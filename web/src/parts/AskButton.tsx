import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import styles from './AskButton.module.css';

/** A button that opens its form below itself. */
export function AskButton({
  label,
  primary = false,
  danger = false,
  children,
}: {
  readonly label: string;
  readonly primary?: boolean;
  readonly danger?: boolean;
  readonly children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.ask}>
      <Button
        type={primary ? 'primary' : 'default'}
        danger={danger}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        style={primary ? { fontWeight: 700 } : {}}
      >
        {label}
      </Button>
      {open ? <div className={styles.below}>{children(() => setOpen(false))}</div> : null}
    </div>
  );
}
