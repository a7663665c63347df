import { alarmViewSchema, type AlarmView } from '@anlan/kernel/alarm';
import { casePageSchema } from '@anlan/kernel/case';
import { enterprisePreventionSchema } from '@anlan/systems/prevention';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useLive } from '../live/index.ts';
import { withAlarm, withOpen } from './past.ts';

const alarmsSchema = z.looseObject({ alarms: z.array(alarmViewSchema) });

/** The last 200 alarms of an enterprise and all that are open, newest first, kept current by what is pushed; undefined until they are known. */
export function useAlarmsOf(organisation: string): readonly AlarmView[] | undefined {
  const client = useQueryClient();
  const queryKey = ['alarms', 'organisation', organisation];
  const { data } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const asked = (state: string, limit: number) =>
        api.get(`/alarms${query({ state, organisation, limit })}`, alarmsSchema, signal);
      const [open, past] = await Promise.all([asked('active', 10_000), asked('all', 200)]);
      return { alarms: withOpen(past.alarms, open.alarms) };
    },
  });
  useLive('event', ({ alarm }) => {
    if (alarm.organisationId !== organisation) return;
    client.setQueryData<z.infer<typeof alarmsSchema>>(
      queryKey,
      (before) => before && { alarms: withAlarm(before.alarms, alarm) },
    );
  });
  return data?.alarms;
}

/** Cases of an enterprise: the open ones by deadline, or all of them newest first. */
export function useCasesOf(organisation: string, open: boolean) {
  const wish = open ? { open: 1, sort: 'due', size: 6 } : { size: 100 };
  return useQuery({
    queryKey: ['cases', 'organisation', organisation, open],
    retry: false,
    queryFn: ({ signal }) => api.get(`/cases${query({ organisation, ...wish })}`, casePageSchema, signal),
  }).data;
}

/** Dangers, risk points, checks and penalties of an enterprise; undefined for who may not read cases. */
export function usePrevention(enterprise: string) {
  return useQuery({
    queryKey: ['prevention', 'enterprise', enterprise],
    retry: false,
    queryFn: ({ signal }) => api.get(`/prevention/enterprises/${enterprise}`, enterprisePreventionSchema, signal),
  }).data;
}
