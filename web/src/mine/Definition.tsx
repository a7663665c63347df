import type { MineDetail } from '@anlan/kernel/mine';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { Card, RefusalNote, Table, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './Mine.module.css';
import { useDecide } from './queries.ts';
import { WORDS } from './words.ts';

interface Props {
  readonly mine: string;
  readonly definition: NonNullable<MineDetail['definition']>;
}

/** What a definition file would change, to be confirmed or rejected by somebody. */
export function Definition({ mine, definition }: Props) {
  const t = useWords(WORDS);
  const may = useMay('registry.write');
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const decide = useDecide(mine, definition.id);
  const act = (decision: 'confirm' | 'reject') =>
    decide.mutate(
      { decision, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
      { onSuccess: () => void message.success(t('done')) },
    );
  return (
    <Card
      title={t('definition')}
      note={t('definitionNote', { at: stampText(definition.fileTime), n: definition.points })}
      flush
    >
      <div data-testid="definition">
        {definition.changes.length === 0 ? (
          <p className={styles.pad}>{t('same')}</p>
        ) : (
          <Changes definition={definition} />
        )}
        {decide.isError ? <RefusalNote error={decide.error} /> : null}
        {may ? (
          <div className={styles.acts}>
            <Button type="primary" loading={whileSlow(decide.isPending)} onClick={() => act('confirm')}>
              {t('confirm')}
            </Button>
            <Input
              value={reason}
              maxLength={500}
              placeholder={t('reason')}
              aria-label={t('reason')}
              onChange={(event) => setReason(event.target.value)}
            />
            <Button disabled={reason.trim() === '' || decide.isPending} onClick={() => act('reject')}>
              {t('reject')}
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function Changes({ definition }: Pick<Props, 'definition'>) {
  const t = useWords(WORDS);
  return (
    <Table heads={(['points', 'code', 'what', 'detail'] as const).map((key) => t(key))}>
      {definition.changes.slice(0, 200).map((change) => (
        <tr key={change.key}>
          <td>{change.name}</td>
          <td>
            <code>{change.key}</code>
          </td>
          <td>{t(change.what)}</td>
          <td className={table.wide} title={change.detail}>
            {change.detail || '—'}
          </td>
        </tr>
      ))}
    </Table>
  );
}
