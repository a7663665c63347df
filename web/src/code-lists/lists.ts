import { CodeLists, entryChangeSchema } from '@anlan/kernel/code-list';
import type { Field, Option } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import { useQuery } from '@tanstack/react-query';
import { createContext, useCallback, useMemo } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLabel, useLanguage } from '../language/index.tsx';

/** Every declared list of options that places extend. */
export const CODE_LISTS = SYSTEMS.flatMap((system) => (system.codeLists ?? []).map((list) => ({ ...list, system })));

const NONE: readonly never[] = [];

/** What places have changed in lists, as far as the session's places reach. */
export function useEntryChanges() {
  return useQuery({
    queryKey: ['code-lists', 'changes'],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get('/code-lists', z.array(entryChangeSchema), signal),
  });
}

/** The lists as they stand; as declared until they are known. */
export function useCodeLists(): CodeLists {
  const changes = useEntryChanges().data ?? NONE;
  return useMemo(() => new CodeLists(CODE_LISTS, changes), [changes]);
}

type Of = (field: Field | undefined, place?: string | null, at?: number) => readonly Option[];

/** The place whose options a form offers where the form itself asks for no region; null = those of every place in reach. */
export const FormPlace = createContext<string | null>(null);

/** What a field offers today in a place; without a place what any place of the session offers. */
export function useOptions(): Of {
  const lists = useCodeLists();
  return useCallback(
    (field, place = null, at = Date.now()) =>
      field === undefined ? NONE : lists.options(field, place, at).filter(({ ended }) => ended !== true),
    [lists],
  );
}

/** How a choice reads for a record of a place, on its day: in the reader's language, its key where nobody declares it. */
export function useChoiceWord(): (
  field: Field | undefined,
  value: unknown,
  place?: string | null,
  at?: number,
) => string {
  const lists = useCodeLists();
  const label = useLabel();
  return useCallback(
    (field, value, place = null, at = Date.now()) => {
      const option = field === undefined ? undefined : lists.option(field, value, place, at);
      return option === undefined ? String(value) : label(option);
    },
    [lists, label],
  );
}

/** Options as a select takes them: those offered, the one it holds, and on asking the ended ones, marked. */
export function useSelectOptions(): (
  field: Field,
  place: string | null,
  held: readonly unknown[] | 'ended too',
) => { value: string; label: string }[] {
  const lists = useCodeLists();
  const label = useLabel();
  const { language } = useLanguage();
  return (field, place, held) => {
    const over = language === 'zh' ? '（已停用）' : ' (ended)';
    return lists
      .options(field, place, Date.now())
      .filter(({ ended, value }) => ended !== true || held === 'ended too' || held.includes(value))
      .map((option) => ({ value: option.value, label: `${label(option)}${option.ended === true ? over : ''}` }));
  };
}
