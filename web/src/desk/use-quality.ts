import { alarmQualitySchema } from '@anlan/kernel/alarm-quality';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/index.ts';

/** Figures of the desk's last thirty days, and the numbers its jurisdiction judges by. */
export function useDeskQuality() {
  return useQuery({
    queryKey: ['alarm-quality', 30],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/alarms/quality?days=30', alarmQualitySchema, signal),
  });
}
