import type { ApprovalView } from '@anlan/kernel/access';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { AskButton, Card, Failed, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import { ApprovalFacts, DecideForm, useDecision } from './Approval.tsx';
import { APPROVAL_WORDS } from './approval-words.ts';
import { LinkOnce } from './LinkOnce.tsx';
import styles from './People.module.css';
import { linkSchema } from './shapes.ts';
import { useApprovals } from './use-approvals.ts';

/** What is asked for about administrators' accounts: to approve, to withdraw, to fetch the link of; and what was. */
export function ApprovalsCard() {
  const t = useWords(APPROVAL_WORDS);
  const found = useApprovals();
  const [all, setAll] = useState(false);
  // What was just decided here stays, with its code, until the page is left.
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const rows = found.data ?? [];
  const open = rows.filter(({ id, state, may }) => state === 'waiting' || may.collect || touched.has(id));
  const closed = rows.length - open.length;
  const touch = (id: string) => setTouched((before) => new Set([...before, id]));
  return (
    <Card title={t('title')}>
      <p className={styles.lead}>{t('note')}</p>
      {found.isPending ? <Loading /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data !== undefined && open.length === 0 && !all ? <p className={styles.lead}>{t('none')}</p> : null}
      <ul className={styles.grants} aria-label={t('title')}>
        {(all ? rows : open).map((asked) => (
          <Line key={asked.id} asked={asked} touch={() => touch(asked.id)} />
        ))}
      </ul>
      {closed > 0 && !all ? (
        <button type="button" className={styles.open} onClick={() => setAll(true)}>
          {t('earlier', { n: closed })}
        </button>
      ) : null}
    </Card>
  );
}

function Line({ asked, touch }: { readonly asked: ApprovalView; readonly touch: () => void }) {
  const t = useWords(APPROVAL_WORDS);
  const client = useQueryClient();
  const path = `/people/requests/${asked.id}`;
  const renew = () => client.invalidateQueries({ queryKey: ['people'] });
  const decision = useDecision(`${path}/decide`);
  const collect = useMutation({
    mutationFn: () => api.post(`${path}/link`, {}, linkSchema),
    onSuccess: touch,
  });
  const withdraw = useMutation({ mutationFn: () => api.post(`${path}/withdraw`, {}, z.unknown()), onSuccess: renew });
  const failed = collect.error ?? withdraw.error;
  const decide = (
    <DecideForm
      asked={asked}
      decision={{
        ...decision,
        mutate: (wish) => decision.mutate(wish, { onSuccess: () => (touch(), void renew()) }),
      }}
    />
  );
  return (
    <li className={styles.grant}>
      <ApprovalFacts asked={asked} />
      <div className={styles.whole}>
        {decision.isSuccess ? decide : null}
        {asked.may.decide && !decision.isSuccess ? (
          <AskButton label={t('decide')} primary>
            {() => decide}
          </AskButton>
        ) : null}
        {collect.data === undefined ? null : <LinkOnce link={collect.data} />}
        {asked.may.collect && collect.data === undefined ? (
          <Button type="primary" loading={whileSlow(collect.isPending)} onClick={() => collect.mutate()}>
            {t('collect')}
          </Button>
        ) : null}
        {asked.may.withdraw ? (
          <Button loading={whileSlow(withdraw.isPending)} onClick={() => withdraw.mutate()}>
            {t('withdraw')}
          </Button>
        ) : null}
        {failed === null ? null : <RefusalNote error={failed} kept={false} />}
      </div>
    </li>
  );
}
