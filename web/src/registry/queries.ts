import type { Entity } from '@anlan/kernel/entity';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api, historySchema, query, recordPageSchema, recordSchema, type RegistryRecord } from '../api/index.ts';
import { listQuery, type ListState } from './address.ts';

export function useRecords(entity: Entity, state: ListState, region: string | null) {
  const wanted = query(listQuery(state, region));
  return useQuery({
    queryKey: ['registry', entity.plural, 'list', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/${entity.plural}${wanted}`, recordPageSchema, signal),
  });
}

export function useRecord(plural: string, id: string | null | undefined) {
  return useQuery({
    queryKey: ['registry', plural, 'record', id],
    enabled: id != null && id !== '',
    queryFn: ({ signal }) => api.get(`/${plural}/${id}`, recordSchema, signal),
  });
}

export function useHistory(plural: string, id: string) {
  return useQuery({
    queryKey: ['registry', plural, 'history', id],
    queryFn: ({ signal }) => api.get(`/${plural}/${id}/history`, historySchema, signal),
  });
}

/** Shows the personal data of a record in clear, where the role may see it; the audit keeps the asking. */
export function useReveal(plural: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.get(`/${plural}/${id}?reveal=1`, recordSchema),
    onSuccess: (record) => client.setQueryData(['registry', plural, 'record', id], record),
  });
}

/** Registers (`record` undefined) or changes a record; a change names the version it was made on, and why where a limit changes. */
interface Saving {
  readonly values: Readonly<Record<string, unknown>>;
  readonly reason: string;
  /** The day from which the limits among them hold; empty = now. */
  readonly from: string;
}

export function useSave(entity: Entity, record: RegistryRecord | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ values, reason, from }: Saving) =>
      record === undefined
        ? api.post(`/${entity.plural}`, values, recordSchema)
        : api.patch(
            `/${entity.plural}/${record.id}`,
            { version: record.version, changes: values, reason, ...(from === '' ? {} : { from }) },
            recordSchema,
          ),
    onSuccess: (saved) => {
      client.setQueryData(['registry', entity.plural, 'record', saved.id], saved);
      void client.invalidateQueries({ queryKey: ['registry', entity.plural, 'list'] });
      void client.invalidateQueries({ queryKey: ['registry', entity.plural, 'history', saved.id] });
    },
  });
}

export function useRetire(entity: Entity, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => api.post(`/${entity.plural}/${id}/retire`, { reason }, z.unknown()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['registry', entity.plural] }),
  });
}
