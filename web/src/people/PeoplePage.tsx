import { roleOf, ROLES, VERBS } from '@anlan/kernel/access';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { ChevronLeft, ChevronRight, Users } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, PageHead, StatusWord } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { momentText, stampText, useNow } from '../time/index.ts';
import { WORDS } from './words.ts';

const peopleSchema = z.object({
  rows: z.array(
    z.looseObject({
      id: z.string(),
      account: z.string(),
      name: z.string(),
      role: z.string(),
      scopeLabel: z.string().nullish(),
      demonstration: z.boolean().nullish(),
      lockedUntil: z.number().nullish(),
      lastVisitAt: z.number().nullish(),
    }),
  ),
  total: z.number(),
});
type Person = z.infer<typeof peopleSchema>['rows'][number];

const SIZE = 50;

/** People within the security administrator's scope, and what each role may do. */
export function PeoplePage() {
  const t = useWords(WORDS);
  const [params, setParams] = useSearchParams();
  const [page, search] = [Number(params.get('page') ?? 1), params.get('search') ?? ''];
  const wanted = query({ search, page, size: SIZE });
  const people = useQuery({
    queryKey: ['people', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/people${wanted}`, peopleSchema, signal),
  });
  const go = (next: number) => setParams((before) => (before.set('page', String(next)), new URLSearchParams(before)));
  const find = (text: string) => setParams(text.trim() === '' ? {} : { search: text.trim() });
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <Input.Search
            allowClear
            defaultValue={search}
            placeholder={t('search')}
            aria-label={t('search')}
            onSearch={find}
          />
        }
      />
      {people.isPending ? <Loading rows={6} /> : null}
      {people.isError && people.data === undefined ? (
        <Failed error={people.error} retry={() => void people.refetch()} />
      ) : null}
      {people.data === undefined ? null : (
        <Card flush>
          {people.data.rows.length === 0 ? (
            <Empty icon={<Users size={20} strokeWidth={1.6} />} title={search === '' ? t('none') : t('noneFound')} />
          ) : (
            <Rows rows={people.data.rows} />
          )}
          <footer className={table.foot}>
            <span>{t('total', { n: people.data.total })}</span>
            <Button
              size="small"
              type="text"
              aria-label={t('previous')}
              disabled={page <= 1}
              icon={<ChevronLeft size={16} aria-hidden />}
              onClick={() => go(page - 1)}
            />
            <Button
              size="small"
              type="text"
              aria-label={t('next')}
              disabled={page * SIZE >= people.data.total}
              icon={<ChevronRight size={16} aria-hidden />}
              onClick={() => go(page + 1)}
            />
          </footer>
        </Card>
      )}
      <Roles />
    </Page>
  );
}

function Rows({ rows }: { readonly rows: readonly Person[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const now = useNow(60_000);
  const { language } = useLanguage();
  const state = (person: Person) =>
    person.lockedUntil != null && person.lockedUntil > now ? (
      <StatusWord state="late">{t('locked', { time: stampText(person.lockedUntil) })}</StatusWord>
    ) : (
      <StatusWord state="done">{t('normal')}</StatusWord>
    );
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            {[t('name'), t('account'), t('role'), t('scope'), t('last'), t('state')].map((head) => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((person) => {
            const role = roleOf(person.role);
            return (
              <tr key={person.id}>
                <td title={person.name}>{person.name}</td>
                <td title={person.account}>{person.account}</td>
                <td>{role === undefined ? person.role : label(role)}</td>
                <td>{person.scopeLabel ?? '—'}</td>
                <td>{person.lastVisitAt == null ? t('never') : momentText(person.lastVisitAt, now, language)}</td>
                <td>{state(person)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Roles() {
  const t = useWords(WORDS);
  const label = useLabel();
  return (
    <Card title={t('verbs')}>
      <Facts rows={ROLES.map((role) => [label(role), role.verbs.map((verb) => VERBS[verb]).join('、')] as const)} />
    </Card>
  );
}
