import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useWords } from '../language/index.tsx';
import { PageHead } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { Actions, NewAction } from './Actions.tsx';
import { Aid, NewAid } from './Aid.tsx';
import { Alerts } from './Alerts.tsx';
import { Groups, NewGroup } from './Groups.tsx';
import { useAlerts, useMayJoint, useShared } from './queries.ts';
import { SharedRisks, Trail } from './Risks.tsx';
import { Switch, useTab } from './Switch.tsx';
import { WORDS } from './words.ts';

const TABS = ['risks', 'alerts', 'actions', 'groups', 'aid', 'trail'] as const;
type Tab = (typeof TABS)[number];
const PARTS: Readonly<Record<Tab, () => ReactNode>> = {
  risks: SharedRisks,
  alerts: Alerts,
  actions: Actions,
  groups: Groups,
  aid: Aid,
  trail: Trail,
};
const NEW: Partial<
  Readonly<
    Record<
      Tab,
      { word: 'newAction' | 'newGroup' | 'newAid'; form: (props: { open: boolean; close: () => void }) => ReactNode }
    >
  >
> = {
  risks: { word: 'newAction', form: NewAction },
  actions: { word: 'newAction', form: NewAction },
  groups: { word: 'newGroup', form: NewGroup },
  aid: { word: 'newAid', form: NewAid },
};

/** Joint prevention (S65): what neighbours show us, their alerts, joint actions, groups, mutual aid, and who sees ours. */
export function JointPage() {
  const t = useWords(WORDS);
  const tab = useTab(TABS.map((key) => ({ key }))) as Tab;
  const may = useMayJoint();
  const [open, setOpen] = useState(false);
  const shared = useShared(null).data?.total;
  const waiting = useAlerts().data?.rows.filter((alert) => alert.closedAt === null && alert.seenAt === null).length;
  const counts: Partial<Record<Tab, number | undefined>> = { risks: shared, alerts: waiting };
  const Part = PARTS[tab];
  const making = NEW[tab];
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          may && making !== undefined ? (
            <Button
              type="primary"
              icon={<Plus size={15} aria-hidden />}
              style={{ fontWeight: 700 }}
              onClick={() => setOpen(true)}
            >
              {t(making.word)}
            </Button>
          ) : undefined
        }
      />
      <Switch label={t('title')} tabs={TABS.map((key) => ({ key, label: t(key), count: counts[key] }))} />
      <Part />
      {making === undefined ? null : <making.form open={open} close={() => setOpen(false)} />}
    </Page>
  );
}
