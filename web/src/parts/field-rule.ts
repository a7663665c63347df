import { fieldSchema, type Field } from '@anlan/kernel/entity';
import { useCallback } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { problemText } from '../language/problems.ts';
import { stampText } from '../time/index.ts';
import { WORDS } from './words.ts';

/** Today in China, as the bounds of days take it. */
export const todayInChina = (): string => stampText(Date.now()).slice(0, 10);

/**
 * A form's rule of a field: the kernel's own check, so that browser and server say the same, in the reader's language.
 * What is `stored` already is asked about no more: an odd old value hinders no other change.
 */
export function useFieldRule() {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  return useCallback(
    (field: Field, stored?: unknown) => ({
      required: field.required === true,
      validator: async (_: unknown, value: unknown) => {
        const missing = value === undefined || value === null || value === '';
        if (missing && field.required === true) throw new Error(t('required', { field: label(field) }));
        const read = missing || value === stored ? undefined : fieldSchema(field, todayInChina()).safeParse(value);
        if (read?.success === false) throw new Error(problemText(read.error.issues[0]?.message ?? '', language));
      },
    }),
    [t, label, language],
  );
}
