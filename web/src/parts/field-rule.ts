import { fieldSchema, type Field } from '@anlan/kernel/entity';
import { useCallback } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { problemText } from '../language/problems.ts';
import { WORDS } from './words.ts';

/** A form's rule of a field: the kernel's own check, so that browser and server say the same, in the reader's language. */
export function useFieldRule() {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  return useCallback(
    (field: Field) => ({
      required: field.required === true,
      validator: async (_: unknown, value: unknown) => {
        const missing = value === undefined || value === null || value === '';
        if (missing && field.required === true) throw new Error(t('required', { field: label(field) }));
        const read = missing ? undefined : fieldSchema(field).safeParse(value);
        if (read?.success === false) throw new Error(problemText(read.error.issues[0]?.message ?? '', language));
      },
    }),
    [t, label, language],
  );
}
