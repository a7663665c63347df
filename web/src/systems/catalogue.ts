import { FAMILIES, type System } from '@anlan/kernel/system';
import { SYSTEMS } from '@anlan/systems';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { HAZCHEM_PAGES } from '../hazchem/pages.ts';
import { TRANSPORT_PAGES } from '../transport/pages.ts';
import { WORKBENCH_PAGES } from '../workbench/pages.ts';

const listSchema = z.object({
  systems: z.array(z.looseObject({ id: z.string(), familyKey: z.string(), nameZh: z.string(), nameEn: z.string() })),
});

/** One of the 147: what it is called, and its declaration where it exists. */
export interface Listed {
  readonly id: string;
  readonly family: string;
  readonly label: string;
  readonly labelEn: string;
  readonly declared: System | undefined;
}

const declared: readonly Listed[] = SYSTEMS.map((system) => ({
  id: system.id,
  family: system.family,
  label: system.label,
  labelEn: system.labelEn,
  declared: system,
}));

async function fetchList(): Promise<readonly Listed[]> {
  const response = await fetch('/packs/systems/systems.json');
  const read = listSchema.parse(await response.json());
  return read.systems.map((one) => ({
    id: one.id,
    family: one.familyKey,
    label: one.nameZh,
    labelEn: one.nameEn,
    declared: SYSTEMS.find((system) => system.id === one.id),
  }));
}

/** All systems the sources call for; only the declared ones where the list cannot be had. */
export function useCatalogue(): { readonly rows: readonly Listed[]; readonly partial: boolean } {
  const { data, isError } = useQuery({
    queryKey: ['pack', 'systems'],
    staleTime: Infinity,
    retry: false,
    queryFn: fetchList,
  });
  return { rows: data ?? declared, partial: isError };
}

export function familyByKey(key: string | undefined): (typeof FAMILIES)[number] | undefined {
  return FAMILIES.find((family) => family.key === key);
}

/** Systems whose coverage or rates are on the coverage page. */
const COVERED = new Set(['S16', 'S33', 'S38']);

/** What of a declared system can be opened: its registers, and the hand-made pages of those with rules or layers. */
export function pagesOf(
  system: System,
): readonly { readonly href: string; readonly label: string; readonly labelEn: string }[] {
  return [
    ...(HAZCHEM_PAGES[system.id] ?? []),
    ...(WORKBENCH_PAGES[system.id] ?? []),
    ...system.entities.map((entity) => ({
      href: `/registry/${entity.plural}`,
      label: `${entity.label}台账`,
      labelEn: `${entity.labelEn} register`,
    })),
    ...(system.id === 'S44' ? [{ href: '/fire-water', label: '水压覆盖率', labelEn: 'Fire-water coverage' }] : []),
    ...(system.id === 'S16' ? [{ href: '/conformance', label: '协议符合性', labelEn: 'Conformance' }] : []),
    ...(TRANSPORT_PAGES[system.id] ?? []),
    ...(COVERED.has(system.id) ? [{ href: '/coverage', label: '联网覆盖与四率', labelEn: 'Coverage and rates' }] : []),
    ...(system.rules.length > 0 ? [{ href: '/desk', label: '值班台', labelEn: 'Duty desk' }] : []),
    ...(system.layers.length > 0 ? [{ href: '/map', label: '一张图', labelEn: 'Map' }] : []),
  ];
}
