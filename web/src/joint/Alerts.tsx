import type { Level } from '@anlan/kernel/entity';
import { App, Button } from 'antd';
import { BellOff } from 'lucide-react';
import { useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, levelWord, Loading, RiskMark, StatusWord } from '../parts/index.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { stampText } from '../time/index.ts';
import styles from './Joint.module.css';
import { useAlerts, useSend } from './queries.ts';
import { useVia } from './Risks.tsx';
import { WORDS } from './words.ts';

/** High alarms of shared sources, as the duty desk of the neighbour is told of them. */
export function Alerts() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const via = useVia();
  const send = useSend();
  const { verbs } = useSession();
  const { message } = App.useApp();
  const found = useAlerts();
  if (found.data === undefined) return found.isError ? <Failed error={found.error} /> : <Loading rows={6} />;
  const receive = (id: string) =>
    void send(`/joint/alerts/${id}/seen`, {}).catch(
      (error: unknown) => void message.error(problemOf(error)?.[language]),
    );
  return (
    <Card title={t('alerts')} flush>
      {found.data.rows.length === 0 ? (
        <Empty icon={<BellOff size={20} strokeWidth={1.6} />} title={t('noAlerts')} />
      ) : null}
      {found.data.rows.map((alert) => (
        <div key={alert.id} className={styles.alert} data-open={alert.closedAt === null} data-testid="shared-alert">
          <RiskMark level={alert.level as Level} label={levelWord(alert.level as Level, 'alarm', language)} />
          <div>
            <b>
              {alert.region} {alert.text}
            </b>
            <br />
            <small>
              {stampText(alert.raisedAt)} · {via(alert)} · {alert.number} · {alert.to}
            </small>
          </div>
          <span className={styles.tools}>
            <StatusWord state={alert.closedAt !== null ? 'done' : alert.recoveredAt !== null ? 'doing' : 'wait'}>
              {t(alert.closedAt !== null ? 'closed' : alert.recoveredAt !== null ? 'recovered' : 'open')}
            </StatusWord>
            {alert.seenBy !== null ? (
              <small>{t('seenBy', { by: alert.seenBy })}</small>
            ) : verbs.includes('alarm.supervise') ? (
              <Button size="small" onClick={() => receive(alert.id)}>
                {t('seen')}
              </Button>
            ) : null}
          </span>
        </div>
      ))}
    </Card>
  );
}
