import type { z } from 'zod';
import { api, Unreachable } from '../api/index.ts';
import type { Entry } from './database.ts';
import { queueSend, waiting, type Send } from './queue.ts';
import { drain } from './send.ts';

/** What became of it: the platform's answer, or its place in the line of this device. */
export type Delivered<T> = { readonly answer: T } | { readonly kept: Entry };

/**
 * Sends at once where the platform can be reached and nothing of the same record waits before it; otherwise it is put in
 * line, with the files that are not there yet, and goes by itself. Rejects with what the platform refused, or with
 * `StorageFull`.
 */
export async function deliver<T>(send: Send, schema: z.ZodType<T>): Promise<Delivered<T>> {
  const { id, path, body, files = [], record = id } = send;
  const before = await waiting().catch(() => []);
  if (navigator.onLine && files.length === 0 && before.every((entry) => entry.record !== record)) {
    try {
      return { answer: await api.post(path, { ...body, requestId: id }, schema) };
    } catch (error) {
      // The signal may go at this very moment: then it waits in line as well.
      if (!(error instanceof Unreachable)) throw error;
    }
  }
  const kept = await queueSend(send);
  void drain().catch(() => undefined);
  return { kept };
}
