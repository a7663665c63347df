import type { Entity } from '@anlan/kernel/entity';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useLabel, useWords } from '../language/index.tsx';
import { Failed, Loading } from '../parts/index.ts';
import styles from './ListPage.module.css';
import { useRecord } from './queries.ts';
import { RecordForm } from './RecordForm.tsx';
import { RecordPanel } from './RecordPanel.tsx';
import { WORDS } from './words.ts';

interface DrawerProps {
  readonly entity: Entity;
  /** Record id, or `new`. */
  readonly id: string;
  readonly editing: boolean;
  readonly change: (change: Readonly<Record<string, string | null>>) => void;
}

/** The opened record beside its list; both stay usable. */
export function Drawer({ entity, id, editing, change }: DrawerProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const panel = useRef<HTMLElement>(null);
  const record = useRecord(entity.plural, id === 'new' ? null : id);
  const close = () => change({ open: null, edit: null });
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  return (
    <aside ref={panel} className={styles.drawer} tabIndex={-1} aria-label={record.data?.name ?? label(entity)}>
      {id === 'new' ? (
        <div className={styles.formOnly}>
          <RecordForm
            entity={entity}
            record={undefined}
            done={(saved) => change({ open: saved.id, edit: null })}
            cancel={close}
          />
        </div>
      ) : null}
      {id === 'new' || record.data !== undefined ? null : (
        <button type="button" className={styles.shut} title={t('close')} aria-label={t('close')} onClick={close}>
          <X size={16} aria-hidden />
        </button>
      )}
      {id !== 'new' && record.isPending ? <Loading /> : null}
      {record.isError && record.data === undefined ? (
        <Failed error={record.error} retry={() => void record.refetch()} />
      ) : null}
      {record.data === undefined ? null : (
        <RecordPanel
          entity={entity}
          record={record.data}
          editing={editing}
          setEditing={(on) => change({ edit: on ? '1' : null, open: id })}
          close={close}
          gone={close}
        />
      )}
    </aside>
  );
}
