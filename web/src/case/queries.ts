import { caseDetailSchema, casePageSchema, type CaseDetail } from '@anlan/kernel/case';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { deliver, type Delivered } from '../offline/deliver.ts';
import type { FileToSend } from '../offline/queue.ts';
import { useLive } from '../live/index.ts';

/** A file as acts name it: under the hash of its content. */
export interface SentFile {
  readonly sha256: string;
  readonly name?: string | null;
  readonly takenAt?: number | null;
  readonly lon?: number | null;
  readonly lat?: number | null;
}

/** What a form sends; the same `requestId` twice is one act. */
export interface Sent {
  readonly input: Readonly<Record<string, unknown>>;
  readonly files: readonly SentFile[];
  readonly requestId: string;
  /** Files that could not be brought in yet: they go with the act, when there is a signal. */
  readonly pending?: readonly FileToSend[];
}

/** How the queue of this device names what waits of a case. */
export const recordOfCase = (id: string): string => `case/${id}`;

export type Wish = Readonly<Record<string, string | number | null | undefined>>;

export function useCases(wish: Wish, enabled = true) {
  const wanted = query(wish);
  return useQuery({
    queryKey: ['cases', 'list', wanted],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/cases${wanted}`, casePageSchema, signal),
  });
}

export function useCase(id: string) {
  return useQuery({
    queryKey: ['cases', 'one', id],
    queryFn: ({ signal }) => api.get(`/cases/${id}`, caseDetailSchema, signal),
  });
}

const bundleSchema = z.object({
  sha256: z.string(),
  made: z.number(),
  content: caseDetailSchema.omit({ actions: true }),
});

export function useBundle(id: string) {
  return useQuery({
    queryKey: ['cases', 'bundle', id],
    staleTime: 0,
    queryFn: ({ signal }) => api.get(`/cases/${id}/bundle`, bundleSchema, signal),
  });
}

/** What a case that is begun is told of where it comes from. */
interface Started {
  readonly source?: string | undefined;
  /** The open alarm it is made of. */
  readonly alarm?: string | undefined;
}

/** Begins a case of a kind; without a signal it waits in line. */
export function useOpenCase(kind: string, label: string) {
  const settle = useSettle();
  return useMutation({
    mutationFn: ({ pending = [], requestId, ...sent }: Sent & Started) =>
      deliver(
        { id: requestId, method: 'POST', path: '/cases', body: { kind, ...sent }, files: pending, label },
        caseDetailSchema,
      ),
    onSuccess: settle,
  });
}

export interface Act extends Sent {
  readonly action: string;
  /** What the queue calls it. */
  readonly label: string;
  /** What the asked fields were on the screen: an act that arrives late is put onto the newest version with it. */
  readonly seen?: Readonly<Record<string, unknown>>;
}

/** One act on a case at the version that is on the screen; without a signal it waits in line. */
export function useAct(id: string, version: number) {
  const settle = useSettle();
  return useMutation({
    mutationFn: async ({ action, label, seen, pending = [], requestId, ...sent }: Act) => {
      const path = `/cases/${id}/acts/${action}`;
      const send = { id: requestId, method: 'POST' as const, path, files: pending, label };
      const place = { record: recordOfCase(id), href: `/case/${id}` };
      const body = { version, ...sent, ...(seen === undefined ? {} : { seen }) };
      return deliver({ ...send, ...place, body }, caseDetailSchema);
    },
    onSuccess: settle,
  });
}

function useSettle(): (delivered: Delivered<CaseDetail>) => void {
  const client = useQueryClient();
  return (delivered) => {
    if ('kept' in delivered) return;
    const { answer: detail } = delivered;
    client.setQueryData(['cases', 'one', detail.case.id], detail);
    for (const queryKey of [['cases', 'list'], ['home'], ['prevention']]) void client.invalidateQueries({ queryKey });
  };
}

/** Case events make lists, boards and the to-do page stale; asked for again at most every two seconds. */
export function useFreshCases(id?: string): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useLive('case', (push) => {
    if (push.case.id === id) void client.invalidateQueries({ queryKey: ['cases', 'one', id] });
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const queryKey of [['cases', 'list'], ['prevention']]) void client.invalidateQueries({ queryKey });
    }, 2000);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

const uploadedSchema = z.object({ sha256: z.string(), type: z.string(), size: z.number() });

/** Brings a photo or paper in; what it belongs to is said by the act that names its hash. */
export function uploadFile(file: Blob) {
  return api.post('/files', file, uploadedSchema);
}

export function fileHref(id: string, sha256: string): string {
  return `/api/cases/${id}/files/${sha256}`;
}

/** A random identifier, also where the page was opened over plain HTTP. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
