import { useQuery } from '@tanstack/react-query';
import { api, query, recordPageSchema } from '../api/index.ts';

/** Records of a register that belong to an enterprise, or those of them that pass a narrower wish. */
export function useOwned(plural: string, id: string, size = 50, narrow: Readonly<Record<string, string>> = {}) {
  const { data } = useQuery({
    queryKey: ['registry', plural, 'list', 'enterprise', id, size, narrow],
    queryFn: ({ signal }) =>
      api.get(`/${plural}${query({ enterprise: id, size, ...narrow })}`, recordPageSchema, signal),
  });
  return data;
}
