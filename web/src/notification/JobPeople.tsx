import { may } from '@anlan/kernel/access';
import type { CaseDetail } from '@anlan/kernel/case';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Notification.module.css';
import { useJobPeople, useJobWorker } from './queries.ts';
import { SignBox } from './SignBox.tsx';
import { WORDS } from './words.ts';

/** The contractor's people on a job: registered, told, signed. */
export function JobPeople({ detail }: { readonly detail: CaseDetail }) {
  const t = useWords(WORDS);
  const session = useSession();
  const { id, organisationId, closedAt } = detail.case;
  const own =
    session.scope.organisationId === organisationId &&
    closedAt === null &&
    may({ role: session.role.key }, 'notification.write');
  const found = useJobPeople(id);
  const change = useJobWorker(id);
  const [telling, setTelling] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [work, setWork] = useState('');
  const person = found.data?.find((one) => one.id === telling);
  return (
    <Card
      title={t('jobPeople')}
      note={
        found.data === undefined
          ? undefined
          : `${found.data.filter((one) => one.toldAt !== null).length} / ${found.data.length}`
      }
      flush
    >
      {found.isPending ? <Loading rows={3} /> : null}
      {found.isError ? <Failed error={found.error} /> : null}
      {found.data?.length === 0 ? <Empty title={t('noPeople')} /> : null}
      {person === undefined ? null : (
        <SignBox
          key={person.id}
          heading={t('signFor', { who: person.name, what: detail.case.title })}
          pins="none"
          pending={change.isPending}
          error={change.error}
          cancel={() => setTelling(null)}
          send={({ signature, device }) =>
            change.mutate({ tell: person.id, given: { signature, device } }, { onSuccess: () => setTelling(null) })
          }
        />
      )}
      <ul className={styles.people} aria-label={t('jobPeople')}>
        {(found.data ?? []).map((one) => (
          <li key={one.id}>
            <span>
              <b>{one.name}</b>
              <small>
                {one.work} ·{' '}
                {one.toldAt === null ? t('notTold') : t('toldAt', { at: stampText(one.toldAt).slice(5, 16) })}
              </small>
            </span>
            {own && one.toldAt === null ? (
              <Button onClick={() => (change.reset(), setTelling(one.id))}>{t('tellNow')}</Button>
            ) : null}
            {own ? (
              <Button type="text" onClick={() => change.mutate({ remove: one.id })}>
                {t('remove')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {own ? (
        <form
          className={styles.add}
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({ add: { name, work } }, { onSuccess: () => (setName(''), setWork('')) });
          }}
        >
          <Input
            aria-label={t('name')}
            placeholder={t('name')}
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Input
            aria-label={t('work')}
            placeholder={t('work')}
            maxLength={60}
            value={work}
            onChange={(event) => setWork(event.target.value)}
          />
          <Button
            htmlType="submit"
            loading={whileSlow(change.isPending)}
            disabled={name.trim().length < 2 || work.trim() === ''}
          >
            {t('add')}
          </Button>
        </form>
      ) : null}
      {change.isError && person === undefined ? <RefusalNote error={change.error} kept /> : null}
    </Card>
  );
}
