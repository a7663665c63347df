import { VERBS, type Verb } from '@anlan/kernel/access';
import { useLabel, useLanguage } from '../language/index.tsx';

/** Names of verbs in the reader's language: of one, and of a list in one line. */
export function useVerbs(): {
  readonly one: (verb: string) => string;
  readonly all: (verbs: readonly string[]) => string;
} {
  const label = useLabel();
  const { language } = useLanguage();
  const one = (verb: string): string => label(VERBS[verb as Verb] ?? { label: verb });
  return { one, all: (verbs) => verbs.map(one).join(language === 'zh' ? '、' : ', ') };
}
