import { problemWords } from '@anlan/kernel/refusal';
import type { Language } from './index.tsx';

/** What is wrong with a value, in the reader’s language. */
export function problemText(problem: string, language: Language): string {
  return problemWords(problem)[language];
}
