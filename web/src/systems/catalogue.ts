import { FAMILIES, type System } from '@anlan/kernel/system';
import { SYSTEMS } from '@anlan/systems';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';

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
