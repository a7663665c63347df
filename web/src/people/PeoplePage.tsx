import { LENGTHS } from '@anlan/kernel/entity';
import { roleOf, ROLES } from '@anlan/kernel/access';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { ChevronLeft, ChevronRight, Stamp, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { z } from 'zod';
import { api, query, useSession } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, PageHead, StatusWord, Table } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { momentText, stampText, useNow } from '../time/index.ts';
import { AddPerson } from './AddPerson.tsx';
import { APPROVAL_WORDS } from './approval-words.ts';
import { ApprovalsCard } from './ApprovalsCard.tsx';
import styles from './People.module.css';
import { PersonDrawer } from './PersonDrawer.tsx';
import { PolicyCard } from './Policy.tsx';
import { personSchema, type Person } from './shapes.ts';
import { useVerbs } from './use-verbs.ts';
import { WORDS } from './words.ts';

const peopleSchema = z.object({ rows: z.array(personSchema), total: z.number() });
const SIZE = 50;

/** People within the security administrator's scope with their grants, and what each role may do. */
export function PeoplePage() {
  const t = useWords(WORDS);
  const a = useWords(APPROVAL_WORDS);
  const [params, setParams] = useSearchParams();
  const keep = useKeepScope();
  const [adding, setAdding] = useState(false);
  const page = Number(params.get('page') ?? 1);
  const wanted = query({
    search: params.get('search'),
    role: params.get('role'),
    state: params.get('state'),
    page,
    size: SIZE,
  });
  const session = useSession();
  const writes = session.verbs.includes('people.write');
  const approves = session.verbs.includes('people.approve');
  // The first security administrator is appointed by the system administrator, who sees no list of people.
  const adds = writes || approves;
  const people = useQuery({
    queryKey: ['people', wanted],
    enabled: writes || !approves,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/people${wanted}`, peopleSchema, signal),
  });
  const set = (change: Readonly<Record<string, string | null>>) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [key, value] of Object.entries('open' in change ? change : { page: null, ...change }))
        if (value === null || value === '') next.delete(key);
        else next.set(key, value);
      return next;
    });
  const open = params.get('open');
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          adds ? (
            <>
              {session.verbs.includes('seal.write') ? (
                <Link to={keep('/seals')}>
                  <Button icon={<Stamp size={16} aria-hidden />}>{t('seals')}</Button>
                </Link>
              ) : null}
              <Button type="primary" icon={<UserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
                {t('add')}
              </Button>
            </>
          ) : undefined
        }
      />
      {writes || approves ? <ApprovalsCard /> : null}
      {approves ? <p className={styles.note}>{a('listed')}</p> : null}
      {writes ? <Filters params={params} set={set} /> : null}
      {people.isLoading ? <Loading rows={6} /> : null}
      {people.isError && people.data === undefined ? (
        <Failed error={people.error} retry={() => void people.refetch()} />
      ) : null}
      {people.data === undefined ? null : (
        <Card flush>
          {people.data.rows.length === 0 ? (
            <Empty
              icon={<Users size={20} strokeWidth={1.6} />}
              title={params.get('search') === null ? t('none') : t('noneFound')}
            />
          ) : (
            <Rows rows={people.data.rows} open={(id) => set({ open: id })} />
          )}
          <footer className={table.foot}>
            <span>{t('total', { n: people.data.total.toLocaleString('en-US') })}</span>
            <Button
              size="small"
              type="text"
              aria-label={t('previous')}
              disabled={page <= 1}
              icon={<ChevronLeft size={16} aria-hidden />}
              onClick={() => set({ page: String(page - 1) })}
            />
            <Button
              size="small"
              type="text"
              aria-label={t('next')}
              disabled={page * SIZE >= people.data.total}
              icon={<ChevronRight size={16} aria-hidden />}
              onClick={() => set({ page: String(page + 1) })}
            />
          </footer>
        </Card>
      )}
      <Rule />
      {writes ? <PolicyCard /> : null}
      <Roles />
      {adding ? (
        <AddPerson close={() => setAdding(false)} {...(writes ? {} : { roles: ['security-administrator'] })} />
      ) : null}
      {open === null || !writes ? null : <PersonDrawer key={open} id={open} close={() => set({ open: null })} />}
    </Page>
  );
}

interface FiltersProps {
  readonly params: URLSearchParams;
  readonly set: (change: Readonly<Record<string, string | null>>) => void;
}

function Filters({ params, set }: FiltersProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  return (
    <div className={styles.tools}>
      <Input.Search
        maxLength={LENGTHS.search}
        allowClear
        defaultValue={params.get('search') ?? ''}
        placeholder={t('search')}
        aria-label={t('search')}
        onSearch={(text) => set({ search: text.trim() })}
      />
      <Select
        aria-label={t('role')}
        style={{ minWidth: 150 }}
        value={params.get('role') ?? ''}
        onChange={(role: string) => set({ role })}
        options={[
          { value: '', label: t('anyRole') },
          ...ROLES.map((role) => ({ value: role.key, label: label(role) })),
        ]}
      />
      <Select
        aria-label={t('state')}
        style={{ minWidth: 150 }}
        value={params.get('state') ?? ''}
        onChange={(state: string) => set({ state })}
        options={[
          { value: '', label: t('anyState') },
          { value: 'locked', label: t('stateLocked') },
          { value: 'waiting', label: t('stateWaiting') },
          { value: 'idle', label: t('stateIdle') },
        ]}
      />
    </div>
  );
}

function Rows({ rows, open }: { readonly rows: readonly Person[]; readonly open: (id: string) => void }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const now = useNow(60_000);
  const { language } = useLanguage();
  const heads = [t('name'), t('account'), t('grants'), t('scope'), t('factor'), t('sessions'), t('last'), t('state')];
  return (
    <Table heads={heads} label={t('title')}>
      {rows.map((person) => {
        const roles = person.grants.map((grant) => label(roleOf(grant.role) ?? { label: grant.role }));
        return (
          <tr key={person.id}>
            <td title={person.name}>
              <button type="button" className={styles.open} onClick={() => open(person.id)}>
                {person.name}
              </button>
            </td>
            <td title={person.account}>{person.account}</td>
            <td title={roles.join('、')}>{roles.length === 0 ? '—' : roles.join('、')}</td>
            <td title={person.scopeLabel}>{person.scopeLabel}</td>
            <td>{person.secondFactor ? t('yes') : '—'}</td>
            <td>{person.sessions === 0 ? '—' : person.sessions}</td>
            <td>{person.lastVisitAt === null ? t('never') : momentText(person.lastVisitAt, now, language)}</td>
            <td>
              <State person={person} now={now} />
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

function State({ person, now }: { readonly person: Person; readonly now: number }) {
  const t = useWords(WORDS);
  if (person.lockedUntil !== null && person.lockedUntil > now)
    return <StatusWord state="late">{t('locked', { time: stampText(person.lockedUntil) })}</StatusWord>;
  if (!person.grants.some((grant) => grant.live)) return <StatusWord state="draft">{t('idle')}</StatusWord>;
  if (!person.hasPassword && !person.demonstration) return <StatusWord state="wait">{t('waiting')}</StatusWord>;
  return <StatusWord state="done">{t('normal')}</StatusWord>;
}

/** Why three people: shown where it is felt. */
function Rule() {
  const t = useWords(WORDS);
  const label = useLabel();
  const rows = [
    ['system-administrator', t('ruleSystem')],
    ['security-administrator', t('ruleSecurity')],
    ['audit-administrator', t('ruleAudit')],
  ] as const;
  return (
    <Card title={t('rule')}>
      <div className={styles.rule}>
        {rows.map(([key, text]) => (
          <div key={key}>
            <b>{label(roleOf(key) ?? { label: key })}</b>
            <small>{text}</small>
          </div>
        ))}
      </div>
      <p className={styles.note}>{t('ruleNote')}</p>
    </Card>
  );
}

function Roles() {
  const t = useWords(WORDS);
  const label = useLabel();
  const named = useVerbs();
  return (
    <Card title={t('verbs')}>
      <Facts rows={ROLES.map((role) => [label(role), named.all(role.verbs)] as const)} />
    </Card>
  );
}
