import { useQuery } from '@tanstack/react-query';
import { api, query, recordPageSchema } from '../api/index.ts';

/** Records of a register that belong to an enterprise. */
export function useOwned(plural: string, id: string, size = 50) {
  const { data } = useQuery({
    queryKey: ['registry', plural, 'list', 'enterprise', id, size],
    queryFn: ({ signal }) => api.get(`/${plural}${query({ enterprise: id, size })}`, recordPageSchema, signal),
  });
  return data;
}
