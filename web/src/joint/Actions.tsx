import { ACTION_FORMS } from '@anlan/kernel/joint';
import { Handshake } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { newId, kindByKey } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, StatusWord, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { Ask } from './Ask.tsx';
import styles from './Joint.module.css';
import { useActions, usePartners, useSend, useShared } from './queries.ts';
import { WORDS } from './words.ts';

/** How a side of a joint action stands, in the words of its case. */
export function useSideState() {
  const label = useLabel();
  const states = kindByKey('joint-action')?.states ?? {};
  return (state: string): string => (states[state] === undefined ? state : label(states[state]));
}

const LOOK = { proposed: 'wait', working: 'doing', confirmed: 'done', closed: 'done', declined: 'draft' } as const;
export const lookOf = (state: string) => LOOK[state as keyof typeof LOOK] ?? 'wait';

/** Joint actions of the scope: every owner with where it stands. */
export function Actions() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const word = useSideState();
  const found = useActions();
  if (found.data === undefined) return found.isError ? <Failed error={found.error} /> : <Loading rows={6} />;
  const heads = [t('actionTitle'), t('form'), t('sides'), t('due'), t('openedBy'), t('state')];
  return (
    <Card title={t('actions')} note={t('allConfirm')} flush>
      {found.data.rows.length === 0 ? (
        <Empty icon={<Handshake size={20} strokeWidth={1.6} />} title={t('noActions')} />
      ) : (
        <Table heads={heads}>
          {found.data.rows.map((row) => (
            <tr key={row.id}>
              <td title={row.title}>
                <Link to={keep(`/joint/actions/${row.id}`)}>{row.title}</Link>
              </td>
              <td>{label(ACTION_FORMS[row.form])}</td>
              <td className={table.wide}>
                <span className={styles.members}>
                  {row.sides.map((side) => (
                    <StatusWord key={side.name} state={lookOf(side.state)}>
                      {side.name} {word(side.state)}
                    </StatusWord>
                  ))}
                </span>
              </td>
              <td>{row.dueOn}</td>
              <td title={row.openedBy}>{row.openedBy}</td>
              <td>
                <StatusWord state={row.closedAt === null ? 'doing' : 'done'}>
                  {t(row.closedAt === null ? 'open' : 'closed')}
                </StatusWord>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

/** The form that opens a joint action; the same form sent twice opens one. */
export function NewAction({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const go = useNavigate();
  const send = useSend();
  const partners = usePartners(open).data ?? [];
  const risks = useShared(null).data?.rows ?? [];
  // One number for one form, so that a second click opens nothing twice.
  const [requestId, renew] = useState(newId);
  return (
    <Ask
      title={t('newAction')}
      submit={t('propose')}
      open={open}
      close={close}
      initial={{ form: 'inspection' }}
      fields={[
        { key: 'title', label: t('actionTitle'), kind: 'text', required: true, max: 120 },
        {
          key: 'form',
          label: t('form'),
          kind: 'pick',
          required: true,
          options: Object.entries(ACTION_FORMS).map(([value, words]) => ({ value, label: label(words) })),
        },
        {
          key: 'partners',
          label: t('partners'),
          kind: 'picks',
          required: true,
          hint: t('partnersHint'),
          options: partners.map(({ path, name }) => ({ value: path, label: name })),
        },
        { key: 'dueOn', label: t('dueOn'), kind: 'date', required: true },
        { key: 'plan', label: t('plan'), kind: 'area', required: true, max: 1000 },
        {
          key: 'risks',
          label: t('about'),
          kind: 'picks',
          options: risks.map((risk) => ({ value: risk.id, label: `${risk.region} ${risk.name} ${risk.firm ?? ''}` })),
        },
      ]}
      send={async (answers) => {
        const made = (await send('/joint/actions', { ...answers, requestId })) as { id: string };
        renew(newId());
        void go(keep(`/joint/actions/${made.id}`));
      }}
    />
  );
}
