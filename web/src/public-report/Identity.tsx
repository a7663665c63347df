import { useQueryClient } from '@tanstack/react-query';
import { useWords } from '../language/index.tsx';
import { AskButton, Card, Facts } from '../parts/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import styles from './Desk.module.css';
import { useIdentity } from './queries.ts';
import { WORDS } from './words.ts';

const ASKS = {
  reason: { kind: 'text', label: '为什么要看', labelEn: 'Why', required: true, max: 200 },
} as const;

/** Who the reporter is: shown for a reason only, on this page only, and every showing is kept. */
export function IdentityCard({ id, named }: { readonly id: string; readonly named: boolean }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const identity = useIdentity(id);
  const shown = identity.data;
  return (
    <Card title={t('identity')}>
      {named ? null : <p className={styles.quiet}>{t('identityNone')}</p>}
      {named && shown === undefined ? (
        <div className={styles.acts}>
          <p className={styles.quiet}>{t('identityNote')}</p>
          <AskButton label={t('identityAsk')}>
            {(close) => (
              <AskForm
                asks={ASKS}
                verb={t('identityAsk')}
                pending={identity.isPending}
                error={identity.error}
                cancel={close}
                send={({ reason }) =>
                  identity.mutate(String(reason), {
                    onSuccess: () => void client.invalidateQueries({ queryKey: ['cases', 'one', id] }),
                  })
                }
              />
            )}
          </AskButton>
        </div>
      ) : null}
      {shown === undefined ? null : (
        <Facts
          rows={[
            ['', shown.name],
            [
              '',
              <a key="phone" href={`tel:${shown.phone}`}>
                {shown.phone}
              </a>,
            ],
          ]}
        />
      )}
    </Card>
  );
}
