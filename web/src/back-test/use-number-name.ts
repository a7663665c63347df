import { TUNABLE, type Tunable } from '@anlan/kernel/alarm';
import { useCallback } from 'react';
import { useLabel } from '../language/index.tsx';

/** What a number of a draft is called: a rule's own by name, a limit by its key. */
export function useNumberName(): (key: string) => string {
  const label = useLabel();
  return useCallback((key) => (key in TUNABLE ? label(TUNABLE[key as Tunable]) : key), [label]);
}
