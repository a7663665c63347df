import type { Option } from '@anlan/kernel/entity';
import { useLabel } from '../language/index.tsx';
import { entityByKey } from '../registry/index.tsx';

/** The trades enterprises are registered under. */
export const SECTORS: readonly Option[] = (() => {
  const entity = entityByKey('enterprise');
  const field = entity?.fields[entity.sectorField ?? 'sector'];
  return field?.kind === 'choice' ? field.options : [];
})();

/** Name of a trade; one that is not declared shows its key. */
export function useSectorWord(): (sector: string | null) => string {
  const label = useLabel();
  return (sector) => {
    if (sector === null) return '—';
    if (sector === 'other') return label({ label: '其他', labelEn: 'Other' });
    const option = SECTORS.find((one) => one.value === sector);
    return option === undefined ? sector : label(option);
  };
}
