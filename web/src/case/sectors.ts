import type { Option } from '@anlan/kernel/entity';
import { useChoiceWord, useOptions } from '../code-lists/lists.ts';
import { useLabel } from '../language/index.tsx';
import { entityByKey } from '../registry/index.tsx';

/** Where enterprises are registered under their trade. */
const FIELD = (() => {
  const entity = entityByKey('enterprise');
  return entity?.fields[entity.sectorField ?? 'sector'];
})();

/** The trades enterprises are registered under today, those of places below too. */
export function useSectors(): readonly Option[] {
  return useOptions()(FIELD);
}

/** Name of a trade; one that nobody declares shows its key. */
export function useSectorWord(): (sector: string | null) => string {
  const label = useLabel();
  const word = useChoiceWord();
  return (sector) => {
    if (sector === null) return '—';
    if (sector === 'other') return label({ label: '其他', labelEn: 'Other' });
    return word(FIELD, sector);
  };
}
