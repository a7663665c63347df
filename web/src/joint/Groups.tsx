import { GROUP_KINDS, type JointGroup } from '@anlan/kernel/joint';
import { Button } from 'antd';
import { Network } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../api/index.ts';
import { useSectors, useSectorWord } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, StatusWord } from '../parts/index.ts';
import { dayText } from './day.ts';
import { Ask } from './Ask.tsx';
import styles from './Joint.module.css';
import { useGroups, useMayJoint, usePartners, useSend } from './queries.ts';
import { WORDS } from './words.ts';

/** Groups of adjacent places, like trades and like business forms, with their members and days. */
export function Groups() {
  const t = useWords(WORDS);
  const found = useGroups();
  if (found.data === undefined) return found.isError ? <Failed error={found.error} /> : <Loading rows={6} />;
  return (
    <div className={styles.stack}>
      {found.data.rows.length === 0 ? (
        <Card>
          <Empty icon={<Network size={20} strokeWidth={1.6} />} title={t('noGroups')} />
        </Card>
      ) : null}
      {found.data.rows.map((group) => (
        <GroupCard key={group.id} group={group} />
      ))}
    </div>
  );
}

function GroupCard({ group }: { readonly group: JointGroup }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const sector = useSectorWord();
  const send = useSend();
  const may = useMayJoint() && group.own && group.ended === null;
  const [ending, setEnding] = useState<{ member?: string; title: string }>();
  return (
    <Card
      title={group.name}
      note={`${label(GROUP_KINDS[group.kind])} · ${group.trade === null ? t('anyTrade') : sector(group.trade)}${group.about === null ? '' : ` · ${group.about}`}`}
      extra={
        group.ended !== null ? (
          <StatusWord state="draft">
            {t('ended')} {group.ended}
          </StatusWord>
        ) : may ? (
          <Button
            size="small"
            type="text"
            danger
            onClick={() => setEnding({ title: `${t('endGroup')} ${group.name}` })}
          >
            {t('endGroup')}
          </Button>
        ) : null
      }
    >
      <div className={styles.members}>
        {group.members.map((member) => (
          <span key={member.id} className={styles.member} data-over={member.to !== null}>
            {member.name}
            <small>
              {member.to === null
                ? t('memberSince', { from: member.from })
                : t('memberUntil', { from: member.from, to: member.to })}
            </small>
            {may && member.to === null ? (
              <Button
                size="small"
                type="link"
                onClick={() => setEnding({ member: member.id, title: `${member.name} ${t('leave')}` })}
              >
                {t('leave')}
              </Button>
            ) : null}
          </span>
        ))}
      </div>
      {ending === undefined ? null : (
        <Ask
          title={ending.title}
          submit={t(ending.member === undefined ? 'endGroup' : 'leave')}
          open
          close={() => setEnding(undefined)}
          fields={[{ key: 'because', label: t('because'), kind: 'area', required: true, max: 300 }]}
          send={(answers) =>
            send(`/joint/groups/${group.id}/end`, {
              ...answers,
              ...(ending.member !== undefined && { member: ending.member }),
            })
          }
        />
      )}
    </Card>
  );
}

/** The form that makes a group. */
export function NewGroup({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const sectors = useSectors();
  const send = useSend();
  const { scope } = useSession();
  const partners = usePartners(open).data ?? [];
  const own = { value: scope.path ?? '', label: scope.label };
  return (
    <Ask
      title={t('newGroup')}
      submit={t('make')}
      open={open}
      close={close}
      initial={{
        kind: 'adjacent',
        from: dayText(Date.now()),
        members: partners.some(({ why }) => why === 'own') ? [] : [scope.path ?? ''],
      }}
      fields={[
        { key: 'name', label: t('groupName'), kind: 'text', required: true, max: 80 },
        {
          key: 'kind',
          label: t('groupKind'),
          kind: 'pick',
          required: true,
          options: Object.entries(GROUP_KINDS).map(([value, words]) => ({ value, label: label(words) })),
        },
        {
          key: 'members',
          label: t('members'),
          kind: 'picks',
          required: true,
          hint: t('partnersHint'),
          options: [own, ...partners.map(({ path, name }) => ({ value: path, label: name }))],
        },
        {
          key: 'trade',
          label: t('trade'),
          kind: 'pick',
          options: sectors.map((one) => ({ value: one.value, label: label(one) })),
        },
        { key: 'from', label: t('from'), kind: 'date', required: true },
        { key: 'about', label: t('explain'), kind: 'area', max: 500 },
      ]}
      send={({ members, ...answers }) =>
        send('/joint/groups', { ...answers, members: (members as string[]).map((regionPath) => ({ regionPath })) })
      }
    />
  );
}
