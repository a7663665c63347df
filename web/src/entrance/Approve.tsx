import { approvalSchema } from '@anlan/kernel/access';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, usePlatform } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Failed, Loading } from '../parts/index.ts';
import { ApprovalFacts, DecideForm, useDecision } from '../people/Approval.tsx';
import { APPROVAL_WORDS } from '../people/approval-words.ts';
import { Entrance } from './Entrance.tsx';
import styles from './Entrance.module.css';

/** Whoever runs the server decides what nobody on the platform may, by the link printed in its terminal. */
export function ApprovePage() {
  const t = useWords(APPROVAL_WORDS);
  const [search] = useSearchParams();
  const token = search.get('token') ?? '-';
  const platform = usePlatform();
  const asked = useQuery({
    queryKey: ['approval', token],
    staleTime: Infinity,
    queryFn: () => api.post('/approval/look', { token }, approvalSchema),
  });
  const decision = useDecision('/approval/decide', { token });
  return (
    <Entrance platform={platform.data} jurisdiction={platform.data?.jurisdictions[0]} title={t('machineTitle')}>
      {asked.isPending ? <Loading /> : null}
      {asked.isError ? <Failed error={asked.error} /> : null}
      {asked.data === undefined ? null : (
        <>
          <p className={styles.lead}>{t('machineNote')}</p>
          <div className={styles.asked}>
            <ApprovalFacts asked={asked.data} />
          </div>
          {asked.data.may.decide || decision.isSuccess ? (
            <DecideForm
              asked={asked.data}
              decision={{
                ...decision,
                mutate: (wish) => decision.mutate(wish, { onSuccess: () => void asked.refetch() }),
              }}
            />
          ) : null}
        </>
      )}
    </Entrance>
  );
}
