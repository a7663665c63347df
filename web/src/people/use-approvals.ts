import { approvalSchema, type ApprovalView } from '@anlan/kernel/access';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, useSession } from '../api/index.ts';

/** Requests about administrators' accounts: those that wait for the reader, their own, and what was decided lately. */
export function useApprovals() {
  const { verbs } = useSession();
  return useQuery({
    queryKey: ['people', 'requests'],
    enabled: verbs.includes('people.write') || verbs.includes('people.approve'),
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/people/requests', z.array(approvalSchema), signal),
  });
}

/** Those the reader has something to do about: to approve, or to hand on the link of. */
export function useMyApprovals(): readonly ApprovalView[] {
  return (useApprovals().data ?? []).filter(({ may }) => may.decide || may.collect);
}
