import type { CommandResult } from '../listener.ts';

const RESULTS = ['done', 'failed', 'malformed', 'unsupported'] as const;
const LONGEST_DETAIL = 200;

/** Reads a device's answer `{"id", "result", "detail"?}` to a command; undefined when it is none. */
export function readAcknowledgement(bytes: Buffer): { id: string; result: CommandResult } | undefined {
  let said: { id?: unknown; result?: unknown; detail?: unknown } | null;
  try {
    said = JSON.parse(bytes.toString('utf8')) as typeof said;
  } catch {
    return undefined;
  }
  const result = RESULTS.find((known) => known === said?.result);
  if (!result || typeof said?.id !== 'string') return undefined;
  const detail = typeof said.detail === 'string' ? { detail: said.detail.slice(0, LONGEST_DETAIL) } : {};
  return { id: said.id, result: { result, ...detail } };
}
