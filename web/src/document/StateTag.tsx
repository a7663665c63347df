import { DOCUMENT_STATES, type DocumentState } from '@anlan/kernel/document';
import { useLabel } from '../language/index.tsx';
import styles from './Documents.module.css';

const TONE: Record<DocumentState, string> = {
  drafted: 'wait',
  returned: 'soon',
  approved: 'doing',
  issued: 'doing',
  served: 'done',
  revoked: 'late',
};

export function StateTag({ state }: { readonly state: DocumentState }) {
  const label = useLabel();
  return (
    <span className={styles.tag} data-tone={TONE[state]}>
      {label(DOCUMENT_STATES[state])}
    </span>
  );
}
