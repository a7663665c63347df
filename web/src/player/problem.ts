import { Refused } from '../api/index.ts';

/** What an error says in both languages. */
export function problemOf(error: unknown): { readonly zh: string; readonly en: string } {
  if (error instanceof Refused) return error.problem;
  return { zh: '平台没有应答', en: 'The platform does not answer' };
}
